/* As much of TOML as the dossiers of the corpus use: tables, lists of tables, inline tables, lists, texts, and bare
 * words (numbers, dates). The text is read in place and must stay. */
#ifndef KOERS_TOML_H
#define KOERS_TOML_H

#include "check.h"

enum { WORD, TEXT, LIST, TABLE };

typedef struct node {
    int kind;
    koers_text key;
    koers_text text;    /* of a word or text */
    struct node *child; /* the first item of a list or table */
    struct node *next;  /* the item after this one */
    struct node *made;  /* the one that was made before this one, to be freed */
} node;

typedef struct {
    char *at;
    node *made;
    int failed;
} toml;

static inline node *toml_add(toml *t, node *parent, int kind, koers_text key) {
    node *out = (node *)calloc(1, sizeof *out);
    out->kind = kind;
    out->key = key;
    out->made = t->made;
    t->made = out;
    if (parent != NULL) {
        node **end = &parent->child;
        while (*end != NULL)
            end = &(*end)->next;
        *end = out;
    }
    return out;
}

/* The item of a table under a key; NULL when there is none. */
static inline node *toml_get(const node *table, const char *key) {
    node *item;
    for (item = table == NULL ? NULL : table->child; item != NULL; item = item->next)
        if (text_is(item->key, key))
            return item;
    return NULL;
}

static inline void toml_skip(toml *t, const char *signs) {
    for (;;) {
        t->at += strspn(t->at, signs);
        if (*t->at != '#')
            return;
        t->at += strcspn(t->at, "\n");
    }
}

/* A text between quotes, its escapes undone where it stands, or a bare word. */
static inline koers_text toml_word(toml *t, const char *end, int *quoted) {
    koers_text out;
    char *to;
    *quoted = *t->at == '"';
    out.data = t->at + *quoted;
    if (!*quoted) {
        out.length = strcspn(t->at, end);
        t->at += out.length;
        t->failed |= out.length == 0;
        return out;
    }
    for (to = ++t->at; *t->at != '"' && *t->at != '\0'; t->at++) {
        if (*t->at == '\\') {
            t->at++;
            *to++ = *t->at == 't' ? '\t' : *t->at == 'n' ? '\n' : *t->at;
        } else {
            *to++ = *t->at;
        }
    }
    out.length = (size_t)(to - out.data);
    t->failed |= *t->at != '"';
    t->at += *t->at == '"';
    return out;
}

static inline void toml_entry(toml *t, node *table, const char *space);

static inline void toml_value(toml *t, node *parent, koers_text key) {
    int list = *t->at == '[';
    int quoted;
    node *out;
    if (!list && *t->at != '{') {
        koers_text word = toml_word(t, " ,]}#\r\n", &quoted);
        out = toml_add(t, parent, quoted ? TEXT : WORD, key);
        out->text = word;
        return;
    }
    out = toml_add(t, parent, list ? LIST : TABLE, key);
    for (t->at++;; t->at++) {
        koers_text none = KOERS_TEXT("");
        toml_skip(t, " ,\r\n");
        if (*t->at == (list ? ']' : '}') || t->failed)
            break;
        if (list)
            toml_value(t, out, none);
        else
            toml_entry(t, out, " ");
        toml_skip(t, " \r\n");
        if (*t->at != ',') {
            t->failed |= *t->at != (list ? ']' : '}');
            break;
        }
    }
    t->at += *t->at != '\0';
}

static inline void toml_entry(toml *t, node *table, const char *space) {
    int quoted;
    koers_text key = toml_word(t, " =.\r\n", &quoted);
    toml_skip(t, space);
    t->failed |= *t->at != '=';
    t->at += *t->at != '\0';
    toml_skip(t, space);
    toml_value(t, table, key);
}

/* The table that a heading names: the last one of each list on the way, a new one when the heading is of a list. */
static inline node *toml_heading(toml *t, node *root) {
    int list = t->at[1] == '[';
    node *table = root;
    t->at += 1 + list;
    for (;;) {
        int quoted;
        koers_text key = toml_word(t, ".]\r\n", &quoted);
        int last = *t->at != '.';
        node *item;
        for (item = table->child; item != NULL; item = item->next)
            if (item->key.length == key.length && memcmp(item->key.data, key.data, key.length) == 0)
                break;
        if (item == NULL)
            item = toml_add(t, table, last && list ? LIST : TABLE, key);
        if (last && list) {
            koers_text none = KOERS_TEXT("");
            toml_add(t, item, TABLE, none);
        }
        if (item->kind == LIST)
            for (item = item->child; item->next != NULL;)
                item = item->next;
        table = item;
        if (last || t->failed)
            break;
        t->at++;
    }
    t->failed |= *t->at != ']' || (list && t->at[1] != ']');
    t->at += 1 + list;
    return table;
}

/* The whole text; NULL when it is something else than this can read. `t` is to be freed. */
static inline node *toml_read(toml *t, char *text) {
    koers_text none = KOERS_TEXT("");
    node *root;
    node *table;
    memset(t, 0, sizeof *t);
    t->at = strncmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text;
    root = table = toml_add(t, NULL, TABLE, none);
    for (;;) {
        toml_skip(t, " \r\n");
        if (*t->at == '\0' || t->failed)
            break;
        if (*t->at == '[')
            table = toml_heading(t, root);
        else
            toml_entry(t, table, " ");
    }
    return t->failed ? NULL : root;
}

static inline void toml_free(toml *t) {
    while (t->made != NULL) {
        node *before = t->made->made;
        free(t->made);
        t->made = before;
    }
}

/* How many items a list or table has; 0 without one. */
static inline size_t toml_count(const node *list) {
    const node *item;
    size_t count = 0;
    for (item = list == NULL ? NULL : list->child; item != NULL; item = item->next)
        count++;
    return count;
}

/* A text, or none. */
static inline koers_text toml_text(const node *table, const char *key) {
    koers_text none = {NULL, 0};
    const node *item = toml_get(table, key);
    return item == NULL ? none : item->text;
}

/* A date or year as its digits, 0 when there is none. */
static inline int32_t toml_digits(koers_text text) {
    int32_t number = 0;
    size_t i;
    for (i = 0; i < text.length; i++)
        if (text.data[i] != '-')
            number = number * 10 + (text.data[i] - '0');
    return number;
}

static inline int32_t toml_int(const node *table, const char *key) {
    return toml_digits(toml_text(table, key));
}

/* Euros as cents. */
static inline int64_t cents_of(koers_text text) {
    int negative = text.length > 0 && text.data[0] == '-';
    int decimals = -1;
    int64_t cents = 0;
    size_t i;
    for (i = (size_t)negative; i < text.length; i++) {
        if (text.data[i] == '.') {
            decimals = 0;
        } else {
            cents = cents * 10 + (text.data[i] - '0');
            decimals += decimals >= 0;
        }
    }
    for (decimals = decimals < 0 ? 0 : decimals; decimals < 2; decimals++)
        cents *= 10;
    return negative ? -cents : cents;
}

#endif
