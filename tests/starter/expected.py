"""What the starter content must hold: the conditions everything else refers to, and the refused applications."""

CONDITION_SLUGS = """
cartilage-defects-of-the-knee lipoprotein-lipase-deficiency prostate-cancer limbal-stem-cell-deficiency melanoma
ada-scid crohns-disease-perianal-fistulas b-cell-acute-lymphoblastic-leukaemia large-b-cell-lymphoma
follicular-lymphoma mantle-cell-lymphoma rpe65-retinal-dystrophy beta-thalassaemia spinal-muscular-atrophy
metachromatic-leukodystrophy cerebral-adrenoleukodystrophy multiple-myeloma aadc-deficiency haemophilia-a
haemophilia-b ebv-lymphoproliferative-disease sickle-cell-disease dystrophic-epidermolysis-bullosa
blood-cancers-needing-a-transplant wiskott-aldrich-syndrome bladder-cancer deep-smile-lines gum-tissue-defects
disorders-of-blood-formation deep-burns congenital-athymia aplastic-anaemia duchenne-muscular-dystrophy
type-1-diabetes synovial-sarcoma graft-versus-host-disease blood-vessel-injury macular-telangiectasia-type-2
recurrent-respiratory-papillomatosis leukocyte-adhesion-deficiency-type-1 otof-hearing-loss
glycogen-storage-disease-type-1a sanfilippo-syndrome-type-a fanconi-anaemia acute-myeloid-leukaemia acute-leukaemia
t-cell-leukaemia b-cell-non-hodgkin-lymphoma glioblastoma glioma liver-cancer lung-cancer neuroblastoma
ovarian-cancer triple-negative-breast-cancer childhood-solid-tumours childhood-brain-tumours advanced-solid-tumours
sarcoma colorectal-cancer pancreatic-cancer systemic-sclerosis disc-degeneration myelodysplastic-syndrome
leukodystrophies inherited-retinal-dystrophies epidermolysis-bullosa primary-immunodeficiencies mucopolysaccharidoses
haemophilia lymphoma leukaemia blood-cancers muscular-dystrophies hearing-loss rare-conditions
""".split()

# Brand name, what became of the application in the EU, and the day where the client knows it.
REFUSED_IN_THE_EU = (
    ("Elevidys", "refused", "2025-09-24"),
    ("Amtagvi", "application withdrawn", ""),
    ("Fanskya", "application withdrawn", ""),
    ("Jelrix", "application withdrawn", ""),
)
INFORMATION_PAGES = (
    "how-we-make-our-information", "who-pays", "accessibility", "privacy", "contact", "inclusion-rules-organisations",
    "inclusion-rules-trials",
)  # fmt: skip
