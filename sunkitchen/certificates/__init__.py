"""Health certificates: registers, and the clerk's daily look at them."""

from sunkitchen.certificates.csv_registry import CsvRegistry
from sunkitchen.certificates.duty import CertificateDuty, certificate_duty, place_of
from sunkitchen.certificates.remembered import Remembered

__all__ = ["CertificateDuty", "CsvRegistry", "Remembered", "certificate_duty", "place_of"]
