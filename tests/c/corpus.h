/* The cases of tests/corpus: a folder with a dossier, by what method it is settled, and what must come out. */
#ifndef KOERS_CORPUS_H
#define KOERS_CORPUS_H

#include <dirent.h>

#include "toml.h"

#define CHANGES 16

/* What case.toml says: another folder for the dossier, and lines to book elsewhere; and the files beside it. */
typedef struct {
    char folder[1024];
    char *text;
    /* The text of method.toml; NULL without one. */
    char *method;
    /* The text of assume_eligible.txt, grants for which lines are assumed eligible, one a line, with a dimension and its
       value ("a theme=zorg") where not every line is; NULL without one. */
    char *assumed;
    toml read;
    koers_rebooking changes[CHANGES];
    size_t count;
} corpus_case;

/* The whole file, with a NUL behind it, for the caller to free; NULL when it isn't there. */
static inline char *whole(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t room = 0;
    size_t got;
    *length = 0;
    if (file == NULL)
        return NULL;
    do {
        room = room * 2 + 4096;
        text = (char *)realloc(text, room);
        got = fread(text + *length, 1, room - *length - 1, file);
        *length += got;
    } while (*length == room - 1);
    text[*length] = '\0';
    fclose(file);
    return text;
}

static inline void read_case(const char *folder, corpus_case *c) {
    char path[1200];
    size_t length = 0;
    node *root;
    node *change;
    memset(c, 0, sizeof *c);
    snprintf(c->folder, sizeof c->folder, "%s", folder);
    snprintf(path, sizeof path, "%s/method.toml", folder);
    c->method = whole(path, &length);
    snprintf(path, sizeof path, "%s/assume_eligible.txt", folder);
    c->assumed = whole(path, &length);
    snprintf(path, sizeof path, "%s/case.toml", folder);
    c->text = whole(path, &length);
    if (c->text == NULL)
        return;
    root = toml_read(&c->read, c->text);
    CHECK(root != NULL);
    if (toml_get(root, "dossier") != NULL) {
        koers_text other = toml_text(root, "dossier");
        snprintf(c->folder, sizeof c->folder, "%.*s", (int)other.length, other.data);
    }
    CHECK(toml_count(root) == (size_t)(toml_get(root, "dossier") != NULL) + (toml_get(root, "rebook") != NULL));
    CHECK(toml_count(toml_get(root, "rebook")) <= CHANGES);
    change = toml_get(root, "rebook");
    for (change = change == NULL ? NULL : change->child; change != NULL && c->count < CHANGES; change = change->next) {
        KOERS_INIT(&c->changes[c->count]);
        c->changes[c->count].line = change->key;
        c->changes[c->count++].booking = change->text;
    }
}

static inline void free_case(corpus_case *c) {
    toml_free(&c->read);
    free(c->text);
    free(c->method);
    free(c->assumed);
}

/* The dossier of a change, in the place of the one before. */
static inline void take_over(koers_dossier **dossier, koers_dossier *changed, koers_status status) {
    if (status == KOERS_STATUS_OK) {
        koers_dossier_free(*dossier);
        *dossier = changed;
    }
}

/* Settles a dossier with the bookings, assumptions and method of the case; NULL when it is refused. The dossier is freed. */
static inline koers_settlement *settle_case(const corpus_case *c, koers_dossier *dossier, koers_status *status,
                                            koers_error *error) {
    koers_dossier *changed = NULL;
    koers_method *method = NULL;
    koers_settlement *settlement = NULL;
    koers_settle_options options;
    const char *grant = c->assumed == NULL ? "" : c->assumed;
    if (*status == KOERS_STATUS_OK && c->count > 0) {
        *status = koers_dossier_rebook(dossier, c->changes, c->count, &changed, error);
        take_over(&dossier, changed, *status);
    }
    while (*status == KOERS_STATUS_OK && *grant != '\0') {
        koers_assumption assumption;
        koers_dimension only;
        KOERS_INIT(&assumption);
        assumption.grant.data = grant;
        assumption.grant.length = strcspn(grant, " \n");
        grant += assumption.grant.length;
        if (*grant == ' ') {
            only.name.data = grant + 1;
            only.name.length = strcspn(grant + 1, "=");
            only.value.data = only.name.data + only.name.length + 1;
            only.value.length = strcspn(only.value.data, "\n");
            grant = only.value.data + only.value.length;
            assumption.only = &only;
            assumption.only_count = 1;
        }
        grant += *grant == '\n';
        *status = koers_dossier_assume_eligible(dossier, &assumption, &changed, error);
        take_over(&dossier, changed, *status);
    }
    if (*status == KOERS_STATUS_OK && c->method != NULL)
        *status = koers_method_from_toml("method.toml", strlen("method.toml"), c->method, strlen(c->method), &method, error);
    KOERS_INIT(&options);
    options.method = method;
    if (*status == KOERS_STATUS_OK)
        *status = koers_dossier_settle_with(dossier, &options, &settlement, error);
    koers_method_free(method);
    koers_dossier_free(dossier);
    return settlement;
}

/* Compares two texts, and shows the first line in which they differ. */
static inline void compare(const char *label, const char *expected, const char *got) {
    const char *here = got;
    const char *there = expected;
    if (strcmp(expected, got) == 0)
        return;
    while (*here != '\0' && strcspn(here, "\n") == strcspn(there, "\n") &&
           strncmp(here, there, strcspn(here, "\n") + 1) == 0) {
        here += strcspn(here, "\n") + 1;
        there += strcspn(there, "\n") + 1;
    }
    failures++;
    fprintf(stderr, "%s differs:\n  expected: %.*s\n  koers:    %.*s\n", label, (int)strcspn(there, "\n"), there,
            (int)strcspn(here, "\n"), here);
}

/* Calls a function for each case in a folder. */
static inline void run_all(const char *folder, void (*run)(const char *folder)) {
    DIR *directory = opendir(folder);
    struct dirent *entry;
    int count = 0;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        char path[1024];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        run(path);
        count++;
    }
    if (directory != NULL)
        closedir(directory);
    printf("%s: %d cases\n", folder, count);
    CHECK(count > 0);
}

#endif
