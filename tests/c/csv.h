/* The tables of the corpus as C programs may read them: CSV with any sign between fields, UTF-8 or windows-1252. */
#ifndef KOERS_CSV_H
#define KOERS_CSV_H

#include "check.h"

/* A table: its header is the first row. Its texts lie in `text`, which is its own. */
typedef struct {
    koers_text *cells;
    size_t columns;
    size_t rows;
    char *text;
} csv;

/* Text in windows-1252 as UTF-8, in new memory. */
static inline char *from_windows_1252(const char *text) {
    /* Of 0x80 to 0x9f; the others are the characters of the same number. */
    static const unsigned short high[32] = {
        0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160,
        0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e, 0x178};
    char *out = (char *)malloc(strlen(text) * 3 + 1);
    char *to = out;
    for (; *text != '\0'; text++) {
        unsigned sign = (unsigned char)*text;
        if (sign >= 0x80 && sign < 0xa0)
            sign = high[sign - 0x80];
        if (sign < 0x80) {
            *to++ = (char)sign;
        } else if (sign < 0x800) {
            *to++ = (char)(0xc0 | sign >> 6);
            *to++ = (char)(0x80 | (sign & 0x3f));
        } else {
            *to++ = (char)(0xe0 | sign >> 12);
            *to++ = (char)(0x80 | (sign >> 6 & 0x3f));
            *to++ = (char)(0x80 | (sign & 0x3f));
        }
    }
    *to = '\0';
    return out;
}

/* One field at `*at`, without space around it, its quotes undone where it stands; moves `*at` to what ends it. */
static inline koers_text csv_field(char **at, char delimiter) {
    koers_text out;
    char *from = *at;
    char *to = *at;
    if (**at == '"') {
        for (from = ++(*at), to = from; **at != '\0'; (*at)++) {
            if (**at == '"' && *++(*at) != '"')
                break;
            *to++ = **at;
        }
    } else {
        while (**at != delimiter && **at != '\r' && **at != '\n' && **at != '\0')
            (*at)++;
        to = *at;
    }
    while (from < to && (*from == ' ' || *from == '\t'))
        from++;
    while (from < to && (to[-1] == ' ' || to[-1] == '\t'))
        to--;
    out.data = from;
    out.length = (size_t)(to - from);
    return out;
}

/* Reads a table from `text`, which it then owns. */
static inline void csv_read(csv *table, char *text, char delimiter) {
    char *at = strncmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text;
    size_t count = 0;
    size_t room = 0;
    memset(table, 0, sizeof *table);
    table->text = text;
    while (*at != '\0') {
        if (*at == '\r' || *at == '\n') { /* an empty line, or the second half of a line end */
            at++;
            continue;
        }
        for (;;) {
            if (count == room) {
                room = room * 2 + 64;
                table->cells = (koers_text *)realloc(table->cells, room * sizeof *table->cells);
            }
            table->cells[count++] = csv_field(&at, delimiter);
            if (*at != delimiter)
                break;
            at++;
        }
        if (table->rows++ == 0)
            table->columns = count;
        CHECK(count == table->columns * table->rows);
    }
}

static inline void csv_free(csv *table) {
    free(table->cells);
    free(table->text);
}

/* A number as other C programs write it, where it stands: no sign between thousands, and a point before decimals. */
static inline koers_text csv_number(koers_text text, char decimal, char thousands) {
    char *to = (char *)text.data;
    size_t i;
    size_t length = 0;
    for (i = 0; i < text.length; i++) {
        char sign = text.data[i];
        if (sign == thousands && thousands != '\0')
            continue;
        to[length++] = sign == decimal ? '.' : sign;
    }
    text.length = length;
    return text;
}

#endif
