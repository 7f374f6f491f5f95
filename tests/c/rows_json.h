/* The canonical JSON of a settlement, written from the typed rows of its tables: all columns, in their order. */
#ifndef KOERS_ROWS_JSON_H
#define KOERS_ROWS_JSON_H

#include "check.h"

typedef struct {
    char *text;
    size_t length;
    size_t room;
    int first; /* no column of the row yet */
} json_out;

static inline void put_signs(json_out *out, const char *signs, size_t length) {
    if (out->length + length >= out->room) {
        out->room = (out->length + length) * 2 + 4096;
        out->text = (char *)realloc(out->text, out->room);
    }
    memcpy(out->text + out->length, signs, length);
    out->length += length;
    out->text[out->length] = '\0';
}

static inline void put(json_out *out, const char *text) {
    put_signs(out, text, strlen(text));
}

static inline void put_quoted(json_out *out, koers_text text) {
    size_t i;
    put(out, "\"");
    for (i = 0; i < text.length; i++) {
        char sign[8];
        switch (text.data[i]) {
        case '"': put(out, "\\\""); break;
        case '\\': put(out, "\\\\"); break;
        case '\n': put(out, "\\n"); break;
        case '\r': put(out, "\\r"); break;
        case '\t': put(out, "\\t"); break;
        case '\b': put(out, "\\b"); break;
        case '\f': put(out, "\\f"); break;
        default:
            if ((unsigned char)text.data[i] < 0x20) {
                snprintf(sign, sizeof sign, "\\u%04x", (unsigned)text.data[i]);
                put(out, sign);
            } else {
                put_signs(out, &text.data[i], 1);
            }
        }
    }
    put(out, "\"");
}

static inline void put_name(json_out *out, const char *name) {
    put(out, out->first ? "{\"" : ",\"");
    put(out, name);
    put(out, "\":");
    out->first = 0;
}

static inline void put_text(json_out *out, const char *name, koers_text text) {
    put_name(out, name);
    if (text.data == NULL)
        put(out, "null");
    else
        put_quoted(out, text);
}

static inline void put_int(json_out *out, const char *name, int32_t number) {
    char digits[16];
    put_name(out, name);
    snprintf(digits, sizeof digits, "%d", (int)number);
    put(out, digits);
}

/* A number of which 0 is none. */
static inline void put_count(json_out *out, const char *name, int32_t number) {
    if (number != 0) {
        put_int(out, name, number);
    } else {
        put_name(out, name);
        put(out, "null");
    }
}

static inline void put_date(json_out *out, const char *name, int32_t date) {
    char digits[48];
    put_name(out, name);
    if (date == 0)
        snprintf(digits, sizeof digits, "null");
    else
        snprintf(digits, sizeof digits, "\"%04d-%02d-%02d\"", date / 10000, date / 100 % 100, date % 100);
    put(out, digits);
}

static inline void put_amount(json_out *out, const char *name, int64_t cents, int absent) {
    char digits[48];
    int64_t positive = cents < 0 ? -cents : cents;
    put_name(out, name);
    if (absent)
        snprintf(digits, sizeof digits, "null");
    else
        snprintf(digits, sizeof digits, "\"%s%lld.%02d\"", cents < 0 ? "-" : "", (long long)(positive / 100),
                 (int)(positive % 100));
    put(out, digits);
}

#define TEXT_OF(column) put_text(out, #column, row->column)
#define INT_OF(column) put_int(out, #column, row->column)
#define DATE_OF(column) put_date(out, #column, row->column)
#define AMOUNT_OF(column) put_amount(out, #column, row->column, 0)

static inline void put_settlement(json_out *out, const koers_settlement_row *row) {
    INT_OF(year), TEXT_OF(grant), TEXT_OF(tranche), TEXT_OF(part), TEXT_OF(scheme), TEXT_OF(funder);
    TEXT_OF(funder_group), AMOUNT_OF(opening), AMOUNT_OF(granted), AMOUNT_OF(room), AMOUNT_OF(received);
    AMOUNT_OF(repaid), AMOUNT_OF(earned), AMOUNT_OF(spent), AMOUNT_OF(balance), AMOUNT_OF(owed), AMOUNT_OF(refund);
    AMOUNT_OF(carry_over), DATE_OF(carry_over_until), AMOUNT_OF(pending), AMOUNT_OF(retained), AMOUNT_OF(receivable);
    TEXT_OF(reason), TEXT_OF(source);
}

static inline void put_outcome(json_out *out, const koers_outcome_row *row) {
    INT_OF(year), TEXT_OF(grant), TEXT_OF(tranche), TEXT_OF(part), TEXT_OF(kind), AMOUNT_OF(amount), DATE_OF(until);
    TEXT_OF(reason), TEXT_OF(source);
}

static inline void put_roll_forward(json_out *out, const koers_roll_forward_row *row) {
    INT_OF(year), TEXT_OF(grant), TEXT_OF(tranche), TEXT_OF(part), TEXT_OF(funder_group), TEXT_OF(kind);
    AMOUNT_OF(opening), AMOUNT_OF(received), AMOUNT_OF(released), AMOUNT_OF(repaid), AMOUNT_OF(other);
    AMOUNT_OF(closing);
}

static inline void put_allocation(json_out *out, const koers_allocation_row *row) {
    TEXT_OF(line), INT_OF(year), TEXT_OF(grant), TEXT_OF(tranche), TEXT_OF(part), AMOUNT_OF(amount), TEXT_OF(step);
    TEXT_OF(rule), TEXT_OF(reason);
}

static inline void put_deduction(json_out *out, const koers_deduction_row *row) {
    TEXT_OF(line), INT_OF(year), TEXT_OF(grant), TEXT_OF(kind), AMOUNT_OF(amount), TEXT_OF(rule);
}

static inline void put_own_funds(json_out *out, const koers_own_funds_row *row) {
    TEXT_OF(line), INT_OF(year), AMOUNT_OF(amount), TEXT_OF(reason);
}

static inline void put_term(json_out *out, const koers_term_row *row) {
    INT_OF(year), TEXT_OF(grant), TEXT_OF(kind), DATE_OF(date);
    put_amount(out, "amount", row->amount, !row->has_amount);
    put_count(out, "years", row->years);
    TEXT_OF(note), TEXT_OF(rule);
}

static inline void put_finding(json_out *out, const koers_finding_row *row) {
    TEXT_OF(code), TEXT_OF(severity), TEXT_OF(subject);
    put_amount(out, "amount", row->amount, !row->has_amount);
    TEXT_OF(message), TEXT_OF(help), TEXT_OF(source);
}

static inline koers_status dutch_findings(const koers_settlement *settlement, koers_finding_row *rows, size_t size,
                                          size_t capacity, size_t *count) {
    return koers_settlement_findings(settlement, KOERS_LANG_NL, rows, size, capacity, count);
}

#define TABLE_OF(name, number, type, reader, writer, before)                         \
    do {                                                                             \
        size_t count = 0;                                                            \
        size_t i;                                                                    \
        type *rows;                                                                  \
        OK(koers_settlement_row_count(settlement, number, &count));                  \
        rows = (type *)calloc(count + 1, sizeof *rows);                              \
        OK(reader(settlement, rows, sizeof *rows, count, &count));                   \
        put(out, before "\"" name "\":[");                                           \
        for (i = 0; i < count; i++) {                                                \
            put(out, i == 0 ? "\n" : ",\n");                                         \
            out->first = 1;                                                          \
            writer(out, &rows[i]);                                                   \
            put(out, "}");                                                           \
        }                                                                            \
        put(out, count == 0 ? "]" : "\n]");                                          \
        free(rows);                                                                  \
    } while (0)

/* For the caller to free. */
static inline char *rows_json(const koers_settlement *settlement) {
    json_out all = {NULL, 0, 0, 1};
    json_out *out = &all;
    TABLE_OF("settlement", KOERS_TABLE_SETTLEMENT, koers_settlement_row, koers_settlement_rows, put_settlement, "{");
    TABLE_OF("outcomes", KOERS_TABLE_OUTCOMES, koers_outcome_row, koers_settlement_outcomes, put_outcome, ",\n");
    TABLE_OF("roll_forward", KOERS_TABLE_ROLL_FORWARD, koers_roll_forward_row, koers_settlement_roll_forward,
             put_roll_forward, ",\n");
    TABLE_OF("allocations", KOERS_TABLE_ALLOCATIONS, koers_allocation_row, koers_settlement_allocations,
             put_allocation, ",\n");
    TABLE_OF("deductions", KOERS_TABLE_DEDUCTIONS, koers_deduction_row, koers_settlement_deductions, put_deduction,
             ",\n");
    TABLE_OF("own_funds", KOERS_TABLE_OWN_FUNDS, koers_own_funds_row, koers_settlement_own_funds, put_own_funds,
             ",\n");
    TABLE_OF("terms", KOERS_TABLE_TERMS, koers_term_row, koers_settlement_terms, put_term, ",\n");
    TABLE_OF("findings", KOERS_TABLE_FINDINGS, koers_finding_row, dutch_findings, put_finding, ",\n");
    put(out, "}\n");
    return all.text;
}

/* A number that may be absent. */
static inline void put_optional(json_out *out, const char *name, int64_t cents, int present) {
    put_amount(out, name, cents, !present);
}

static inline void put_deadline(json_out *out, const koers_deadline_row *row) {
    const int loses = row->tranche.data != NULL;
    DATE_OF(date), TEXT_OF(kind), INT_OF(year), TEXT_OF(grant), TEXT_OF(tranche), TEXT_OF(part), DATE_OF(from);
    put_optional(out, "amount", row->amount, row->has_amount);
    put_optional(out, "refund", row->refund, loses);
    put_optional(out, "by_then", row->by_then, loses);
    DATE_OF(since);
    put_optional(out, "spent", row->spent, row->since != 0);
    put_optional(out, "needed", row->needed, row->from != 0);
    put_optional(out, "so_far", row->so_far, row->since != 0);
    TEXT_OF(times), TEXT_OF(reason);
}

static inline void put_deadline_total(json_out *out, const koers_deadline_total_row *row) {
    DATE_OF(date), TEXT_OF(kind), AMOUNT_OF(amount), AMOUNT_OF(refund), AMOUNT_OF(by_then), AMOUNT_OF(spent);
    AMOUNT_OF(needed), AMOUNT_OF(so_far), TEXT_OF(times);
}

static inline void put_forecast(json_out *out, const koers_forecast_row *row) {
    INT_OF(year), TEXT_OF(grant), TEXT_OF(tranche), TEXT_OF(part), AMOUNT_OF(room), AMOUNT_OF(spent);
    AMOUNT_OF(expected), AMOUNT_OF(refund), AMOUNT_OF(lapse), AMOUNT_OF(carry_over), DATE_OF(carry_over_until);
    AMOUNT_OF(pending), AMOUNT_OF(retained), AMOUNT_OF(receivable), TEXT_OF(reason);
}

static inline void put_forecast_year(json_out *out, const koers_forecast_year_row *row) {
    INT_OF(year), AMOUNT_OF(spent), AMOUNT_OF(own_funds), AMOUNT_OF(refund), AMOUNT_OF(lapse), AMOUNT_OF(carry_over);
    AMOUNT_OF(pending), AMOUNT_OF(retained);
}

static inline void put_horizon(json_out *out, const koers_horizon_row *row) {
    AMOUNT_OF(lost), AMOUNT_OF(own_funds), AMOUNT_OF(chain_lost), AMOUNT_OF(chain_own_funds), AMOUNT_OF(saved);
    put_optional(out, "at_least", row->at_least, row->has_at_least);
    TEXT_OF(taken);
}

#define ROWS_OF(handle, count, type, reader, writer, before) \
    do { \
        size_t given = 0; \
        size_t i; \
        type *rows = (type *)calloc((count) + 1, sizeof *rows); \
        OK(reader(handle, rows, sizeof *rows, count, &given)); \
        CHECK(given == (count)); \
        put(out, before); \
        for (i = 0; i < given; i++) { \
            put(out, i == 0 ? "\n" : ",\n"); \
            out->first = 1; \
            writer(out, &rows[i]); \
            put(out, "}"); \
        } \
        put(out, given == 0 ? "]" : "\n]"); \
        free(rows); \
    } while (0)

/* The canonical JSON of deadlines, written from their typed rows; for the caller to free. */
static inline char *deadlines_json(const koers_deadlines *deadlines) {
    json_out all = {NULL, 0, 0, 1};
    json_out *out = &all;
    size_t rows_count = 0;
    size_t totals_count = 0;
    OK(koers_deadlines_row_count(deadlines, &rows_count, &totals_count));
    ROWS_OF(deadlines, rows_count, koers_deadline_row, koers_deadlines_rows, put_deadline, "{\"deadlines\":[");
    ROWS_OF(deadlines, totals_count, koers_deadline_total_row, koers_deadlines_totals, put_deadline_total,
            ",\n\"deadline_totals\":[");
    put(out, "}\n");
    return all.text;
}

/* The canonical JSON of a forecast, written from its typed rows; for the caller to free. */
static inline char *forecast_json(const koers_forecast *forecast) {
    json_out all = {NULL, 0, 0, 1};
    json_out *out = &all;
    size_t rows_count = 0;
    size_t years_count = 0;
    size_t planned = 0;
    koers_horizon_row horizon;
    OK(koers_forecast_row_count(forecast, &rows_count, &years_count));
    ROWS_OF(forecast, rows_count, koers_forecast_row, koers_forecast_rows, put_forecast, "{\"forecast\":[");
    ROWS_OF(forecast, years_count, koers_forecast_year_row, koers_forecast_years, put_forecast_year,
            ",\n\"forecast_years\":[");
    OK(koers_forecast_horizon(forecast, &horizon, sizeof horizon, 1, &planned));
    if (planned > 0)
        ROWS_OF(forecast, planned, koers_horizon_row, koers_forecast_horizon, put_horizon, ",\n\"horizon\":[");
    put(out, "}\n");
    return all.text;
}

#endif
