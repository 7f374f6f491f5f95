/* A dossier of the corpus built from memory: its files are read here, in C, and given to the library as structs. */
#ifndef KOERS_MEMORY_H
#define KOERS_MEMORY_H

#include "corpus.h"
#include "csv.h"

/* A folder, and how a table in it is written. */
typedef struct {
    const char *folder;
    const node *tables;
    csv table;
    const node *format;
    char decimal;
    char thousands;
} files;

static inline char sign_of(const node *format, const char *key, char otherwise) {
    koers_text text = toml_text(format, key);
    return text.length == 0 ? otherwise : text.data[0];
}

/* Reads the file of a table; 0 when there is none. */
static inline int open_table(files *f, const char *name) {
    char path[1400];
    size_t length = 0;
    char *text;
    koers_text file;
    f->format = toml_get(f->tables, name);
    file = toml_text(f->format, "file");
    f->decimal = sign_of(f->format, "decimal", '.');
    f->thousands = sign_of(f->format, "thousands", '\0');
    if (file.length == 0)
        snprintf(path, sizeof path, "%s/%s.csv", f->folder, name);
    else
        snprintf(path, sizeof path, "%s/%.*s", f->folder, (int)file.length, file.data);
    text = whole(path, &length);
    if (text == NULL)
        return 0;
    if (text_is(toml_text(f->format, "encoding"), "windows-1252")) {
        char *utf8 = from_windows_1252(text);
        free(text);
        text = utf8;
    }
    csv_read(&f->table, text, sign_of(f->format, "delimiter", ','));
    return 1;
}

/* What the dossier calls a column of the file. */
static inline koers_text column_name(const files *f, size_t column) {
    koers_text name = f->table.cells[column];
    const node *columns = toml_get(f->format, "columns");
    const node *item;
    for (item = columns == NULL ? NULL : columns->child; item != NULL; item = item->next)
        if (item->text.length == name.length && memcmp(item->text.data, name.data, name.length) == 0)
            return item->key;
    return name;
}

static inline koers_text cell(const files *f, size_t row, const char *name) {
    koers_text none = {NULL, 0};
    size_t column;
    for (column = 0; column < f->table.columns; column++)
        if (text_is(column_name(f, column), name))
            return f->table.cells[row * f->table.columns + column];
    return none;
}

static inline koers_text number(const files *f, size_t row, const char *name) {
    return csv_number(cell(f, row, name), f->decimal, f->thousands);
}

/* A date goes in as a number (written as Dutch people do as text), a period as text. */
static inline void when(const files *f, size_t row, int32_t *date, koers_text *period) {
    koers_text text = cell(f, row, "period");
    if (text.length == 0)
        text = cell(f, row, "date");
    if (text.length == 10 && text.data[4] == '-')
        *date = toml_digits(text);
    else
        *period = text;
}

/* The booking, its amounts written with a point. */
static inline koers_text booking(const files *f, size_t row) {
    koers_text text = cell(f, row, "grant");
    const char *colon = text.length == 0 ? NULL : (const char *)memchr(text.data, ':', text.length);
    if (colon != NULL) {
        koers_text amounts = {colon, text.length - (size_t)(colon - text.data)};
        text.length = (size_t)(colon - text.data) + csv_number(amounts, f->decimal, f->thousands).length;
    }
    return text;
}

/* The columns that have no other meaning, with a value; for the caller to free. */
static inline koers_dimension *dimensions(const files *f, size_t row, const char *const *known, size_t *count) {
    koers_dimension *out = (koers_dimension *)calloc(f->table.columns + 1, sizeof *out);
    size_t column;
    for (column = 0; column < f->table.columns; column++) {
        koers_text name = column_name(f, column);
        koers_text value = f->table.cells[row * f->table.columns + column];
        size_t i;
        for (i = 0; known[i] != NULL && !text_is(name, known[i]); i++)
            continue;
        if (known[i] == NULL && value.length > 0) {
            out[*count].name = name;
            out[(*count)++].value = value;
        }
    }
    return out;
}

static inline void add_lines(koers_dossier *dossier, files *f) {
    static const char *const known[] = {"line",  "period",   "date",            "amount", "grant", "kind",
                                        "fixed", "corrects", "vat_compensable", "source", NULL};
    static const char *const kinds[] = {"cost", "income", "contribution"};
    size_t row;
    report r;
    if (!open_table(f, "cost_lines"))
        return;
    for (row = 1; row < f->table.rows; row++) {
        koers_line line;
        koers_dimension *others;
        size_t kind;
        KOERS_INIT(&line);
        line.line = cell(f, row, "line");
        when(f, row, &line.date, &line.period);
        line.amount = cents_of(number(f, row, "amount"));
        for (kind = 0; kind < 3; kind++)
            if (text_is(cell(f, row, "kind"), kinds[kind]))
                line.kind = (int32_t)kind;
        line.vat_compensable = cents_of(number(f, row, "vat_compensable"));
        line.grant = booking(f, row);
        line.fixed = text_is(cell(f, row, "fixed"), "true");
        line.corrects = cell(f, row, "corrects");
        line.source = cell(f, row, "source");
        line.dimensions = others = dimensions(f, row, known, &line.dimension_count);
        OK(koers_dossier_add_lines(dossier, &line, 1, report_init(&r)));
        free(others);
    }
    csv_free(&f->table);
}

static inline void add_quantities(koers_dossier *dossier, files *f) {
    size_t row;
    report r;
    if (!open_table(f, "quantities"))
        return;
    for (row = 1; row < f->table.rows; row++) {
        koers_quantity line;
        KOERS_INIT(&line);
        line.grant = cell(f, row, "grant");
        when(f, row, &line.date, &line.period);
        line.unit = cell(f, row, "unit");
        line.quantity = number(f, row, "quantity");
        line.tranche = cell(f, row, "tranche");
        line.part = cell(f, row, "part");
        line.source = cell(f, row, "source");
        OK(koers_dossier_add_quantities(dossier, &line, 1, report_init(&r)));
    }
    csv_free(&f->table);
}

static inline void add_budget(koers_dossier *dossier, files *f) {
    static const char *const known[] = {"line", "period", "date", "amount", "grant", "source", NULL};
    size_t row;
    report r;
    if (!open_table(f, "budget"))
        return;
    for (row = 1; row < f->table.rows; row++) {
        koers_budget_line line;
        koers_dimension *others;
        KOERS_INIT(&line);
        line.line = cell(f, row, "line");
        when(f, row, &line.date, &line.period);
        line.amount = cents_of(number(f, row, "amount"));
        line.grant = cell(f, row, "grant");
        line.source = cell(f, row, "source");
        line.dimensions = others = dimensions(f, row, known, &line.dimension_count);
        OK(koers_dossier_add_budget(dossier, &line, 1, report_init(&r)));
        free(others);
    }
    csv_free(&f->table);
}

/* Adds the schemes of the folder. */
static inline void add_schemes(koers_dossier *dossier, const char *folder) {
    char path[1400];
    DIR *directory;
    struct dirent *entry;
    report r;
    snprintf(path, sizeof path, "%s/schemes", folder);
    directory = opendir(path);
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        size_t length = 0;
        char *toml_text;
        if (strstr(entry->d_name, ".toml") == NULL)
            continue;
        snprintf(path, sizeof path, "%s/schemes/%s", folder, entry->d_name);
        toml_text = whole(path, &length);
        if (strncmp(toml_text, "\xef\xbb\xbf", 3) == 0)
            memset(toml_text, ' ', 3);
        OK(koers_dossier_add_scheme(dossier, entry->d_name, strlen(entry->d_name), toml_text, length,
                                    report_init(&r)));
        free(toml_text);
    }
    if (directory != NULL)
        closedir(directory);
}

#endif
