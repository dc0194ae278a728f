"""Places a reader may name: cities and towns of the world from GeoNames (cities15000, CC BY 4.0)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Place(models.Model):
    """A city or town; its key is its number in GeoNames."""

    geoname = models.PositiveIntegerField(_("number in GeoNames"), primary_key=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("region"), max_length=80, blank=True)
    region_code = models.CharField(_("code of the region"), max_length=8, blank=True)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    population = models.PositiveIntegerField(_("people"), default=0)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["-population", "geoname"]
        constraints = [
            models.CheckConstraint(
                name="trials_place_on_earth",
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.country}"


class PlaceName(models.Model):
    """One name of a place, folded, in whatever language."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    folded = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("name of a place")
        verbose_name_plural = _("names of places")
        ordering = ["place", "folded"]
        indexes = [
            models.Index(name="trials_placename_folded", fields=["folded"]),
        ]

    def __str__(self):
        return self.folded
