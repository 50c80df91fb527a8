"""Writes reports in the form that is asked for."""

from __future__ import annotations

from cases.reports.table import Form, Report
from sunkitchen.printing.csv_file import csv_of
from sunkitchen.printing.pdf_file import report_pdf
from sunkitchen.printing.xlsx_file import xlsx_of

WRITERS = {Form.CSV: csv_of, Form.XLSX: xlsx_of, Form.PDF: report_pdf}


def written(report: Report, form: Form) -> bytes:
    """The file."""
    return WRITERS[form](report)
