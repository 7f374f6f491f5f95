//! The texts about files, in both languages.

use super::text_steps::Both;

pub(super) const MISSING_FILE: Both = Both {
    nl: (
        "bestand `{file}` ontbreekt",
        "controleer de naam en het pad; een bestand van een dossier staat in de map daarvan",
    ),
    en: (
        "file `{file}` is missing",
        "check the name and the path; a file of a dossier lies in its folder",
    ),
};

pub(super) const UNREADABLE_FILE: Both = Both {
    nl: (
        "bestand `{file}` kan niet worden gelezen: {cause}",
        "een dossier is een map met gewone bestanden, die u mag openen",
    ),
    en: (
        "file `{file}` can't be read: {cause}",
        "check that it is a regular file and that you may open it",
    ),
};

pub(super) const UNDECODABLE_BYTES: Both = Both {
    nl: (
        "hier staan tekens die niet in {encoding} bestaan",
        "bewaar het bestand als UTF-8; voor een tabel kan ook `encoding = \"windows-1252\"` bij `[tables.cost_lines]` of `[tables.budget]`",
    ),
    en: (
        "there are characters here that don't exist in {encoding}",
        "save the file as UTF-8, or name the right `encoding` (`utf-8` or `windows-1252`)",
    ),
};

pub(super) const EMPTY_TABLE: Both = Both {
    nl: (
        "de tabel is leeg: ook de kopregel ontbreekt",
        "begin met een regel met de namen van de kolommen",
    ),
    en: (
        "the table is empty: even the header is missing",
        "start with a row that names the columns",
    ),
};

pub(super) const FILE_NAME_NOT_ALLOWED: Both = Both {
    nl: (
        "bestandsnaam `{value}` is niet toegestaan",
        "noem alleen de naam van een bestand in de map van het dossier, zonder pad",
    ),
    en: (
        "file name `{value}` is not allowed",
        "give just the name of a file in the dossier's folder, without a path",
    ),
};

pub(super) const TOML_SYNTAX: Both = Both {
    nl: (
        "dit is geen geldige TOML (melding van de lezer: {cause})",
        "controleer aanhalingstekens, haakjes en dubbele sleutels op deze plaats",
    ),
    en: (
        "this is not valid TOML: {cause}",
        "check quotes, brackets and repeated keys at this place",
    ),
};

pub(super) const FIELD_COUNT: Both = Both {
    nl: (
        "deze rij heeft {found} velden, de kopregel {expected}",
        "controleer het scheidingsteken, en zet een veld waarin dat teken voorkomt tussen aanhalingstekens",
    ),
    en: (
        "this row has {found} fields, the header {expected}",
        "check the delimiter, and put quotes around a field that contains it",
    ),
};

pub(super) const TOO_LARGE: Both = Both {
    nl: (
        "het bestand is groter dan {limit}",
        "splits het bestand, of laat weg wat het dossier niet nodig heeft",
    ),
    en: (
        "the file is larger than {limit}",
        "split the file, or leave out what the dossier doesn't need",
    ),
};

pub(super) const MISSING_FOLDER: Both = Both {
    nl: (
        "map `{file}` bestaat niet",
        "controleer het pad; een dossier is een map met `dossier.toml` en `cost_lines.csv`",
    ),
    en: (
        "folder `{file}` doesn't exist",
        "check the path; a dossier is a folder with `dossier.toml` and `cost_lines.csv`",
    ),
};

pub(super) const UNCLOSED_QUOTE: Both = Both {
    nl: (
        "dit aanhalingsteken wordt niet gesloten, of er staat nog tekst achter het slot",
        "sluit het veld met een aanhalingsteken, en schrijf een aanhalingsteken in de tekst zelf dubbel (`\"\"`)",
    ),
    en: (
        "this quote is not closed, or there is more text after it is",
        "close the field with a quote, and double a quote that is part of the text (`\"\"`)",
    ),
};

pub(super) const BROKEN_STREAM: Both = Both {
    nl: (
        "de tabel is niet te lezen: {cause}",
        "kijk wat het programma zegt dat haar maakte, en maak haar opnieuw",
    ),
    en: (
        "the table can't be read: {cause}",
        "see what the program that made it says, and make it again",
    ),
};
