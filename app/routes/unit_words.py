"""What is said about files of units: their columns, and what can be wrong in them."""

from collections.abc import Mapping

from app.i18n import N_
from app.region.unit_faults import Fault

COLUMNS: Mapping[str, str] = {
    "municipality_no": N_("Municipality number"),
    "municipality": N_("Municipality"),
    "name": N_("Name of the unit"),
    "kind": N_("Kind"),
    "orgnr": N_("Organisation number"),
    "parent_orgnr": N_("Organisation number above it"),
    "ownership": N_("Ownership"),
    "language_form": N_("Language form"),
    "grade_from": N_("Year from"),
    "grade_to": N_("Year to"),
    "active": N_("Active"),
}

FAULTS: Mapping[Fault, str] = {
    "not_text": N_("This is no text. Save the table as CSV, or take the register’s file as it was downloaded."),
    "no_heading": N_("A column is missing: head it «%(column)s». The first line has to name the columns."),
    "unknown_column": N_("No column is called «%(value)s». Mend the heading, or take the column out."),
    "column_twice": N_("Two columns are the same: %(column)s."),
    "too_long": N_("The file is too large. Divide it, for instance by municipality."),
    "wrong_cells": N_("The line has %(value)s cells, more than the heading."),
    "missing": N_("Nothing stands under %(column)s."),
    "bad_municipality_no": N_("«%(value)s» is no municipality number: it has four digits."),
    "bad_kind": N_("«%(value)s» is no kind: write school, kindergarten or other."),
    "bad_ownership": N_("«%(value)s» is no ownership: write public or private, or leave it empty."),
    "bad_language_form": N_("«%(value)s» is no language form: write nb or nn, or leave it empty."),
    "bad_orgnr": N_("«%(value)s» is no organisation number: a digit is wrong or missing."),
    "bad_grade": N_("«%(value)s» is no school year from 1 to 13."),
    "grades_reversed": N_("The years end before they begin: %(value)s."),
    "bad_active": N_("«%(value)s» is neither yes nor no."),
    "name_too_long": N_("The name is longer than 80 characters."),
    "twice": N_("%(value)s stands in the file twice."),
    "orgnr_twice": N_("Two units of one kind have the number %(value)s."),
    "municipality_named_twice": N_(
        "Municipality number %(number)s is %(other)s on line %(other_line)s, but %(value)s here."
    ),
    "municipality_named_otherwise": N_(
        "Municipality number %(number)s is %(other)s in the network, but %(value)s here."
    ),
    "not_a_register": N_("This is no list out of NSR or NBR that can be read."),
    "not_yours": N_("You may not change units in municipality %(value)s."),
}
"""What can be wrong in a file of units; facts: column, value; number, other, other_line."""
