/* “Mark this meaning” in Wagtail's editor: chooses a published term for the selected words. */
(() => {
  const { React, draftail, ChooserModalOnloadHandlerFactory } = window;

  class TermSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.termChooser,
        urlParams: {},
        onload: new ChooserModalOnloadHandlerFactory().getOnLoadHandlers(),
        responses: { chosen: this.onChosen },
      };
    }

    filterEntityData(data) {
      return { id: data.id, string: data.string };
    }
  }

  const Term = (props) => {
    const { string } = props.contentState.getEntity(props.entityKey).getData();
    return React.createElement(draftail.TooltipEntity, {
      ...props,
      icon: "openquote",
      label: string || "",
      url: "",
    });
  };

  draftail.registerPlugin({ type: "GLOSSARY-TERM", source: TermSource, decorator: Term }, "entityTypes");
})();
