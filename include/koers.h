/**
 * Koers settles the grants of a Dutch public body: which grant pays what, what goes back, what carries over, and
 * why, to the cent.
 *
 * Generated from the sources of koers-ffi and kept current by a test (koers-ffi/tests/header.rs). Do not edit.
 *
 * Example
 *
 *     char text[4096];
 *     koers_error error;
 *     koers_dossier *dossier = NULL;
 *     koers_settlement *settlement = NULL;
 *     int64_t refund = 0;
 *     KOERS_INIT(&error);
 *     error.data = text;
 *     error.capacity = sizeof text;
 *     if (koers_dossier_load(path, strlen(path), &dossier, &error) == KOERS_STATUS_OK &&
 *         koers_dossier_settle(dossier, &settlement, &error) == KOERS_STATUS_OK &&
 *         koers_settlement_total(settlement, KOERS_MEASURE_REFUND, &refund) == KOERS_STATUS_OK)
 *         printf("to pay back: %lld cents\n", (long long)refund);
 *     else
 *         fputs(text, stderr);
 *     koers_settlement_free(settlement);
 *     koers_dossier_free(dossier);
 *
 * Conventions
 *
 * - Status. Functions return a koers_status: 0 is success, each number has one meaning for ever. Outputs are
 *   written only on success, completely; exceptions are a length with KOERS_STATUS_TOO_SMALL, and koers_error.
 *   There are no partial results: input is refused as a whole, with all findings at once.
 * - Amounts are int64_t in cents, at most 10^18 - 1 either way. Dates are int32_t yyyymmdd (20251231), 0 when
 *   absent. Rates and quantities are text ("20 %", "12.5"). Nothing is a floating-point number.
 * - Text is UTF-8 with a length, not NUL-terminated; NULL with length 0 is absent. Text that goes in is copied
 *   before the function returns. Text that comes out in rows belongs to the handle it came from, until that is
 *   freed; never free it.
 * - Structs that go in start with struct_size: set the struct to zeros, then the size, then what you know
 *   (KOERS_INIT does the first two). Fields at zero are absent. In an array all have the same size. Structs
 *   grow at their end only: an older program works with a newer library, a newer one with an older library as
 *   long as it leaves new fields zero.
 * - Arrays of rows that come out are given with the size of a row, for the same reason.
 * - Handles are opaque. What a function gives you to own is freed with the koers_..._free of its type, once;
 *   NULL is allowed there. Handles don't depend on each other: free them in any order.
 * - Threads. A const handle may be used by any number of threads at once. One that is not const must be used by
 *   one thread at a time. There is no global state: no locale, no errno, no signal or panic hook, no
 *   thread-local "last error".
 * - NULL, misaligned pointers, lengths that can't be, texts that are not UTF-8, sizes that no struct has,
 *   numbers that no enumeration has, and calls in the wrong order give a status. What can't be seen is yours:
 *   that pointers lead to as much memory as you say, that handles are alive, and that memory for outputs is not
 *   also an input of the same call.
 * - Arrow tables come and go through Arrow's C stream interface, by its rules. A stream that goes in is judged as far as a
 *   consumer can: NULL, released, columns that are not there, lengths and offsets that can't be, keys beyond a
 *   dictionary, bytes that are no UTF-8. That pointers lead to as much memory as the lengths say is yours.
 * - A fault in the library gives KOERS_STATUS_PANIC; nothing is thrown across, nothing ends the program, except
 *   when memory runs out. The library writes nothing to stdout, and to stderr only a line about such a fault.
 * - Files are read by koers_dossier_load and koers_check_path only. Nothing is ever written.
 * - Linking to the static library on Linux takes -lpthread -ldl -lm. Two Rust static libraries in one program
 *   may clash; link to the shared library then.
 */


#ifndef KOERS_H
#define KOERS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/** The version of this header; `koers_version` has that of the library. */
#define KOERS_VERSION "0.1.0"
#define KOERS_VERSION_MAJOR 0
#define KOERS_VERSION_MINOR 1
#define KOERS_VERSION_PATCH 0

/** Sets a struct to zeros and fills in its size: `koers_line line; KOERS_INIT(&line);` */
#define KOERS_INIT(pointer) (memset((pointer), 0, sizeof *(pointer)), (pointer)->struct_size = sizeof *(pointer))

/** The initialiser of a koers_text from a string literal: `koers_text iza = KOERS_TEXT("iza");` */
#define KOERS_TEXT(literal) {(literal), sizeof(literal) - 1}

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowSchema;
struct ArrowArray;

/** Arrow's C stream interface, as https://arrow.apache.org/docs/format/CStreamInterface.html declares it. */
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *stream, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *stream, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *stream);
  void (*release)(struct ArrowArrayStream *stream);
  void *private_data;
};

#endif


/**
 * The version of the interface: it grows by one when programs that were compiled with an older header must be
 * compiled again. Additions don't change it.
 */
#define KOERS_ABI_VERSION 1

/**
 * What a call came to. The numbers are frozen: none is ever given to another meaning. New ones may be added, so
 * treat every number other than 0 as a failure. Hundreds tell whose fault it is: 1 the arguments, 2 the order of
 * calls, 3 the room that the caller gave, 4 what the caller asked or stated, 9 the library.
 */
enum koers_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /** Done. All outputs are written. */
  KOERS_STATUS_OK = 0,
  /** A pointer that must be there is NULL. */
  KOERS_STATUS_NULL_ARGUMENT = 100,
  /** A pointer, or the size of the steps in an array, doesn't fit the alignment of its type. */
  KOERS_STATUS_MISALIGNED = 101,
  /**
   * A length or count that can't be: not 0 with a NULL pointer, or more bytes than memory can hold; or a path
   * that is empty.
   */
  KOERS_STATUS_WRONG_LENGTH = 102,
  /** A text is not UTF-8. */
  KOERS_STATUS_INVALID_UTF8 = 103,
  /**
   * A `struct_size` or `row_size` is smaller than in the first version of the struct, differs within an array,
   * or is larger than this library knows while the part that it doesn't know isn't zero. A `struct_size` above
   * 4096 was never set.
   */
  KOERS_STATUS_WRONG_STRUCT_SIZE = 104,
  /** A number is none of those that its enumeration has. */
  KOERS_STATUS_UNKNOWN_VALUE = 105,
  /** The dossier is not in the stage that the call needs: adding to one that is ready, or settling a draft. */
  KOERS_STATUS_WRONG_ORDER = 200,
  /** The caller's array or buffer can't hold the result. The functions say what is written then. */
  KOERS_STATUS_TOO_SMALL = 300,
  /** The input is refused. The findings, all at once, are in the error text. Nothing was computed or changed. */
  KOERS_STATUS_REFUSED = 400,
  /** The dossier has no dimension of that name. The error text names those it has. */
  KOERS_STATUS_UNKNOWN_DIMENSION = 401,
  /** The caller broke a run off. Nothing of it is left. */
  KOERS_STATUS_CANCELLED = 402,
  /** A certificate is none, or doesn't prove what it states. The error text names the first statement that fails. */
  KOERS_STATUS_UNPROVED = 403,
  /** There is nothing of that name to explain. The error text names what there is, the first of each kind. */
  KOERS_STATUS_UNKNOWN_SUBJECT = 404,
  /**
   * A fault in the library. Nothing that was asked for is done; please report it. A dossier that was being
   * changed can't be used any more, only freed.
   */
  KOERS_STATUS_PANIC = 900,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum koers_status koers_status;
#else
typedef int32_t koers_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/** The language of texts that people read. */
enum koers_lang
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /** Dutch. */
  KOERS_LANG_NL = 0,
  /** English. */
  KOERS_LANG_EN = 1,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum koers_lang koers_lang;
#else
typedef int32_t koers_lang;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/** How something is written. */
enum koers_format
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /** Text for people, in columns. */
  KOERS_FORMAT_TEXT = 0,
  /** Canonical JSON: the same bytes for the same result, in every language of programming. */
  KOERS_FORMAT_JSON = 1,
  /** CSV (RFC 4180). */
  KOERS_FORMAT_CSV = 2,
  /** Markdown. */
  KOERS_FORMAT_MARKDOWN = 3,
  /** A piece of HTML, without a page around it. */
  KOERS_FORMAT_HTML = 4,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum koers_format koers_format;
#else
typedef int32_t koers_format;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/** An amount that has a total: the columns of `koers_settlement_row` with the same names, and own funds. */
enum koers_measure
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /** Cash at the opening. */
  KOERS_MEASURE_OPENING = 1,
  /** The awards as last amended. */
  KOERS_MEASURE_GRANTED = 2,
  /** What could be spent. */
  KOERS_MEASURE_ROOM = 3,
  /** Came in. */
  KOERS_MEASURE_RECEIVED = 4,
  /** Paid back. */
  KOERS_MEASURE_REPAID = 5,
  /** Earned by the basis of the scheme. */
  KOERS_MEASURE_EARNED = 6,
  /** What grants pay. */
  KOERS_MEASURE_SPENT = 7,
  /** Cash at the closing. */
  KOERS_MEASURE_BALANCE = 8,
  /** Earlier refunds that were not paid back yet. */
  KOERS_MEASURE_OWED = 9,
  /** To pay back. */
  KOERS_MEASURE_REFUND = 10,
  /** Stays available. */
  KOERS_MEASURE_CARRY_OVER = 11,
  /** Stays available and has not come in. */
  KOERS_MEASURE_PENDING = 12,
  /** Earned, not spent, and the holder's to keep. */
  KOERS_MEASURE_RETAINED = 13,
  /** Spent before it came in. */
  KOERS_MEASURE_RECEIVABLE = 14,
  /** What no grant pays. */
  KOERS_MEASURE_OWN_FUNDS = 15,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum koers_measure koers_measure;
#else
typedef int32_t koers_measure;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/** A result table: those of a settlement, and from 12 on those of what is made from one. */
enum koers_table
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /** Read with `koers_settlement_rows`. */
  KOERS_TABLE_SETTLEMENT = 1,
  /** Read with `koers_settlement_outcomes`. */
  KOERS_TABLE_OUTCOMES = 2,
  /** Read with `koers_settlement_roll_forward`. */
  KOERS_TABLE_ROLL_FORWARD = 3,
  /** Read with `koers_settlement_allocations`. */
  KOERS_TABLE_ALLOCATIONS = 4,
  /** Read with `koers_settlement_own_funds`. */
  KOERS_TABLE_OWN_FUNDS = 5,
  /** Read with `koers_settlement_findings` or `koers_reconciliation_findings`. */
  KOERS_TABLE_FINDINGS = 6,
  /** Read with `koers_settlement_deductions`. */
  KOERS_TABLE_DEDUCTIONS = 7,
  /** Read with `koers_settlement_terms`. */
  KOERS_TABLE_TERMS = 8,
  /** Read with `koers_settlement_advice`. */
  KOERS_TABLE_ADVICE = 9,
  /** Read with `koers_settlement_roll_forward_totals`. */
  KOERS_TABLE_ROLL_FORWARD_TOTALS = 10,
  /** Read with `koers_settlement_restatement`. */
  KOERS_TABLE_RESTATEMENT = 11,
  /** Read with `koers_deadlines_rows`. */
  KOERS_TABLE_DEADLINES = 12,
  /** Read with `koers_deadlines_totals`. */
  KOERS_TABLE_DEADLINE_TOTALS = 13,
  /** Read with `koers_forecast_rows`. */
  KOERS_TABLE_FORECAST = 14,
  /** Read with `koers_forecast_years`. */
  KOERS_TABLE_FORECAST_YEARS = 15,
  /** Read with `koers_forecast_horizon`. */
  KOERS_TABLE_HORIZON = 16,
  /** Read with `koers_reconciliation_figures`. */
  KOERS_TABLE_FIGURES = 17,
  /** Read with `koers_reconciliation_bridges`. */
  KOERS_TABLE_BRIDGES = 18,
  /** Read with `koers_reconciliation_grants`. */
  KOERS_TABLE_GRANT_BUDGETS = 19,
  /** Read with `koers_reconciliation_unconfirmed`. */
  KOERS_TABLE_UNCONFIRMED = 20,
  /** Read with `koers_reconciliation_funding`. */
  KOERS_TABLE_FUNDING = 21,
  /** Read with `koers_reconciliation_possible`. */
  KOERS_TABLE_POSSIBLE = 22,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum koers_table koers_table;
#else
typedef int32_t koers_table;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/** Where the costs of the years to come are taken from. */
enum koers_basis
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /** The budget of those years: what is budgeted for a period comes as a cost of that period. */
  KOERS_BASIS_PLAN = 1,
  /** What was spent a month in the year of the as-of date goes on each month. */
  KOERS_BASIS_RUN_RATE = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum koers_basis koers_basis;
#else
typedef int32_t koers_basis;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/** What a `koers_movement` does. */
enum koers_movement_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /** Money came in; not below 0. */
  KOERS_MOVEMENT_KIND_RECEIVED = 1,
  /** Money was paid back; not below 0. */
  KOERS_MOVEMENT_KIND_REPAID = 2,
  /** The award was changed, up or down. */
  KOERS_MOVEMENT_KIND_AMENDMENT = 3,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum koers_movement_kind koers_movement_kind;
#else
typedef int32_t koers_movement_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/** What a `koers_line` is. */
enum koers_line_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /** A cost; below 0 for a credit note or correction. */
  KOERS_LINE_KIND_COST = 0,
  /** Income of the holder; below 0 for a correction of it. */
  KOERS_LINE_KIND_INCOME = 1,
  /** A contribution of a third party; below 0 for a correction of it. */
  KOERS_LINE_KIND_CONTRIBUTION = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum koers_line_kind koers_line_kind;
#else
typedef int32_t koers_line_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Budget, realised cost and balance by dimensions and by the grant that pays. It never changes, and any number of
 * threads may use it at once. All texts in its rows are its own, and are there until it is freed.
 */
typedef struct koers_by koers_by;

/**
 * What checking a scheme file or a dossier gave. It never changes, and any number of threads may use it at once. All
 * texts in its rows are its own, and are there until it is freed.
 */
typedef struct koers_checked koers_checked;

/**
 * What must be done before when. It never changes, and any number of threads may use it at once. All texts in its rows
 * are its own, and are there until it is freed.
 */
typedef struct koers_deadlines koers_deadlines;

/**
 * What differs between two settlements. It never changes, and any number of threads may use it at once. All texts in
 * its rows are its own, and are there until it is freed.
 */
typedef struct koers_diff koers_diff;

/**
 * Grants, cost lines and budget of one holder. A draft (`koers_dossier_new`) collects them; once built, or loaded
 * from a folder, the dossier is ready: it never changes again, and any number of threads may use it at once.
 */
typedef struct koers_dossier koers_dossier;

/**
 * Which buckets may pay a line. It never changes, and any number of threads may use it at once. All texts in its
 * rows are its own, and are there until it is freed.
 */
typedef struct koers_eligibility koers_eligibility;

/**
 * Why a figure is what it is, or why something was not paid. It never changes, and any number of threads may use it
 * at once.
 */
typedef struct koers_explanation koers_explanation;

/**
 * What is expected of the years to come. It never changes, and any number of threads may use it at once. All texts in
 * its rows are its own, and are there until it is freed.
 */
typedef struct koers_forecast koers_forecast;

/**
 * In which steps costs are put on grants. It never changes, any number of threads may use it at once, and it belongs
 * to no dossier.
 */
typedef struct koers_method koers_method;

/**
 * Declared figures beside a settlement. It never changes, and any number of threads may use it at once. All texts in its
 * rows are its own, and are there until it is freed.
 */
typedef struct koers_reconciliation koers_reconciliation;

/**
 * Forecasts beside each other. They never change, and any number of threads may use them at once. All texts in their rows
 * are their own, and are there until they are freed.
 */
typedef struct koers_scenarios koers_scenarios;

/**
 * Schemes: those of the catalogue inside the library, and others that are added. A const one may be used by any
 * number of threads at once. All texts in its rows are its own, and are there until it is freed.
 */
typedef struct koers_schemes koers_schemes;

/**
 * A dossier settled: what `koers_dossier_settle` makes. It never changes, and any number of threads may use it at
 * once. All texts in its rows are its own, and are there until it is freed.
 */
typedef struct koers_settlement koers_settlement;

/**
 * A settlement by buckets alone: what each grant pays and what becomes of the rest, without which line it pays. It never
 * changes, and any number of threads may use it at once. All texts in its rows are its own, and are there until it is
 * freed.
 */
typedef struct koers_what_if koers_what_if;

/**
 * Where a call says why it failed. The caller owns it and its buffer; every function that takes one also takes
 * NULL.
 *
 * `struct_size`, `lang`, `format`, `data` and `capacity` are read; `length` and the bytes of `data` are written,
 * by every call: on success an empty text. A text that is too long is cut off after a whole character; the status
 * stays the same.
 *
 * For `KOERS_STATUS_REFUSED` the text is all findings: as people read them, with the input underlined, or as JSON
 * `{"findings":[...]}`. For mistakes in the call itself it is a line in English for the programmer, or as JSON
 * `{"status":"KOERS_STATUS_...","message":"..."}`.
 */
typedef struct {
  /** `sizeof(koers_error)`. */
  size_t struct_size;
  /** A `koers_lang`: in which language findings are told. */
  int32_t lang;
  /** A `koers_format`: `KOERS_FORMAT_TEXT` or `KOERS_FORMAT_JSON`. */
  int32_t format;
  /** The buffer; NULL when `capacity` is 0. */
  char *data;
  /** The bytes that the buffer has. With 1 or more the text ends with NUL. */
  size_t capacity;
  /** Written: the bytes of the whole text, without NUL. It was cut off if this is `capacity` or more. */
  size_t length;
} koers_error;

/**
 * A text in UTF-8. Not NUL-terminated: print it with `printf("%.*s", (int)text.length, text.data)`. NULL with
 * length 0 is an absent text; an empty text counts as absent in everything that goes in. This struct never grows.
 */
typedef struct {
  /** The first byte; NULL where there is no text. */
  const char *data;
  /** The number of bytes. */
  size_t length;
} koers_text;

/** What a dossier is about. */
typedef struct {
  /** `sizeof(koers_dossier_info)`. */
  size_t struct_size;
  /** Its id: 1 to 64 letters, digits, '.', '_' and '-', the first a letter or digit. */
  koers_text id;
  /** Its title for people; its id when absent. */
  koers_text title;
  /** The body that holds the grants. */
  koers_text holder;
  /** The first book year. */
  int32_t first_year;
  /** The last book year; 0 when there is one only. */
  int32_t last_year;
  /** Rules that were published after this day are not used; 0 for all rules. */
  int32_t as_of;
  /** The first book year of the chain of dossiers that this one goes on with; 0 where it begins one. */
  int32_t chain_from;
  /** The last book year that is closed, with all before it; 0 for none. */
  int32_t closed_until;
} koers_dossier_info;

/** Another booking for a line. */
typedef struct {
  /** `sizeof(koers_rebooking)`. */
  size_t struct_size;
  /** The line. */
  koers_text line;
  /** The booking, as in `koers_line.grant`; absent to take the booking away. */
  koers_text booking;
} koers_rebooking;

/** A grant: one award under a scheme to one holder. */
typedef struct {
  /** `sizeof(koers_grant)`. */
  size_t struct_size;
  /** Its id, unique in the dossier; written like the dossier's. */
  koers_text id;
  /** The id of its scheme: of the catalogue inside the library, or added with `koers_dossier_add_scheme`. */
  koers_text scheme;
  /** The name that people know it by; its id when absent. */
  koers_text title;
  /** `announced`, `awarded`, `amended`, `determined` or `withdrawn`. */
  koers_text state;
  /** From when the state holds, before which the grant counts as awarded; 0 for always. */
  int32_t since;
  /** Its place in the order of grants, from 1; 0 for none: those come last, by id. */
  int32_t preference;
  /** Where it is written; may be absent. */
  koers_text source;
  /** 1 when `reserve` counts; else 0. */
  int32_t has_reserve;
  /** What its reserve held at the opening of the first book year, in cents; not below 0. */
  int64_t reserve;
} koers_grant;

/** A number of a grant by which a method may divide costs: inhabitants, members, an agreed key. */
typedef struct {
  /** `sizeof(koers_grant_key)`. */
  size_t struct_size;
  /** The grant, added before. */
  koers_text grant;
  /** The name of the number, as a method names it; once per grant. */
  koers_text key;
  /** The number: "73107" or "0.25", with at most six decimals; not below 0. */
  koers_text quantity;
} koers_grant_key;

/** A tranche of a grant, or a part of one: a bucket, with room and cash of its own. */
typedef struct {
  /** `sizeof(koers_tranche)`. */
  size_t struct_size;
  /** The grant, added before. */
  koers_text grant;
  /** Its id, such as the year; unique in the grant together with the part. */
  koers_text id;
  /** The part, for schemes that have parts; else absent. */
  koers_text part;
  /** The year it is for, where the scheme's window is the tranche's year; else 0. */
  int32_t year;
  /** The first day of a window of its own; 0 for the scheme's. */
  int32_t from;
  /** The last day of a window of its own; 0 for the scheme's. */
  int32_t until;
  /** 1 when the bucket existed before the first book year, so that the four fields on its opening count; else 0. */
  int32_t has_opening;
  /** The award as first made, in cents; not below 0. */
  int64_t granted;
  /** Cash at the opening, in cents; below 0 when it was spent before it came in. */
  int64_t opening_balance;
  /** What could still be spent at the opening, in cents. */
  int64_t opening_room;
  /** Refunds of earlier years that were not paid back yet, in cents. */
  int64_t opening_owed;
  /** The last day on which the opening room may be spent, if that is after the window; else 0. */
  int32_t opening_until;
  /** Where it is written; may be absent. */
  koers_text source;
  /**
   * 1 when the award is still to come at the opening: `opening_room` is not there before the grant is awarded; else 0.
   */
  int32_t opening_announced;
  /** On which part the opening room may be spent: `same-part` (also when absent) or `any-part`. */
  koers_text opening_to;
  /** By what it was carried: `scheme` or `agreement`; absent where only the opening says so. */
  koers_text opening_carried_by;
  /** What was spent in the years before, in cents. */
  int64_t opening_spent;
  /** What was earned before and not used, in cents, where a price or sum is paid and the unit goes on. */
  int64_t opening_earned;
  /** Room that earlier closings gave up, in cents: an award that is lowered loses this first. */
  int64_t opening_given_up;
  /** What the award was lowered below the spending of earlier years, in cents: new room is lowered by it first. */
  int64_t opening_short;
} koers_tranche;

/**
 * The most units of one kind that the award of a tranche is for, where the scheme pays a price for each. Without one
 * there is no such limit.
 */
typedef struct {
  /** `sizeof(koers_tranche_units)`. */
  size_t struct_size;
  /** The grant, added before. */
  koers_text grant;
  /** The tranche, added before. */
  koers_text tranche;
  /** Its part, where it has one; else absent. */
  koers_text part;
  /** The unit, as the prices of the scheme name it; once per tranche and part. */
  koers_text unit;
  /** How many at most: "31500" or "12.5", with at most six decimals; not below 0. */
  koers_text quantity;
} koers_tranche_units;

/**
 * What was paid of a tranche under a ceiling, or earned of a unit, before the first book year. Its tranche has an opening.
 */
typedef struct {
  /** `sizeof(koers_tranche_before)`. */
  size_t struct_size;
  /** The grant, added before. */
  koers_text grant;
  /** The tranche, added before. */
  koers_text tranche;
  /** Its part, where it has one; else absent. */
  koers_text part;
  /** The name of the ceiling; absent when it is about a unit alone. */
  koers_text ceiling;
  /** What was paid under the ceiling, in cents. */
  int64_t paid;
  /** The unit; absent when it is about a ceiling alone. */
  koers_text unit;
  /** How many were earned: "31500" or "12.5"; may be below 0. */
  koers_text quantity;
} koers_tranche_before;

/**
 * A closed year of a tranche as it was closed, or the year before the first book year. Amounts in cents, not below 0, as in
 * `koers_settlement_row`.
 */
typedef struct {
  /** `sizeof(koers_tranche_closing)`. */
  size_t struct_size;
  /** The grant, added before. */
  koers_text grant;
  /** The tranche, added before. */
  koers_text tranche;
  /** Its part, where it has one; else absent. */
  koers_text part;
  /** The year. */
  int32_t year;
  /** Came in. */
  int64_t received;
  /** Paid back. */
  int64_t repaid;
  /** Spent. */
  int64_t spent;
  /** Earned or left to the holder, and not spent. */
  int64_t retained;
  /** To pay back, with what was owed before. */
  int64_t refund;
  /** Stays available. */
  int64_t carry_over;
  /** Stays available and has not come in. */
  int64_t pending;
  /** Spent before it came in. */
  int64_t receivable;
  /** Why it closed so; may be absent. */
  koers_text reason;
  /** 1 when `granted` is stated; with 0 the award counts as it stands now. */
  int32_t has_granted;
  /** The award as it stood. */
  int64_t granted;
  /** 1 when `room` is stated; with 0 it counts as it is now. */
  int32_t has_room;
  /** What could be spent. */
  int64_t room;
  /** 1 when `earned` is stated; with 0 it counts as what was spent, or is earned now. */
  int32_t has_earned;
  /** What was earned. */
  int64_t earned;
  /** 1 when `owed` is stated; with 0 it is what the closing before leaves. */
  int32_t has_owed;
  /** Of `refund` what was owed before. */
  int64_t owed;
  /** The last day on which carried money could be spent; 0 for that of now. */
  int32_t carry_over_until;
  /**
   * 0 for how the year was closed; 1 for what it came to when a later year was closed with the difference, or for the year
   * before the first book year is opened with it.
   */
  int32_t restated;
} koers_tranche_closing;

/** Money that moves, or an award that changes. Give either `date` or `period`; a period counts as its last day. */
typedef struct {
  /** `sizeof(koers_movement)`. */
  size_t struct_size;
  /** The grant, added before. */
  koers_text grant;
  /** The tranche, added before. */
  koers_text tranche;
  /** Its part, where it has one; else absent. */
  koers_text part;
  /** A `koers_movement_kind`. */
  int32_t kind;
  /** When, as a day; 0 when `period` says it. */
  int32_t date;
  /** When, as a period: "2024", "2024-Q1" or "2024-03". */
  koers_text period;
  /** How much, in cents. */
  int64_t amount;
  /** Where it is written; may be absent. */
  koers_text source;
} koers_movement;

/** A cited agreement between funder and holder that departs from the scheme. */
typedef struct {
  /** `sizeof(koers_agreement)`. */
  size_t struct_size;
  /** The grant, added before. */
  koers_text grant;
  /** The letter, article or sentence it rests on. */
  koers_text source;
  /** The ids of the tranches that it covers. */
  const koers_text *tranches;
  /** How many those are; 0 for all tranches. */
  size_t tranche_count;
  /** The new last day of the spending window; 0 when that doesn't change. */
  int32_t window_until;
  /** For `carry-over`: the last day on which carried money may be spent; 0 when `unspent_until_end` says it. */
  int32_t unspent_until;
  /**
   * What happens to money that is not spent: `refund`, `carry-over`, `reserve`, `retain` or `by-agreement`; absent
   * when that doesn't change.
   */
  koers_text unspent;
  /**
   * For `carry-over`: the most that may be carried, in euros ("5000.00") or as a percentage ("20 %") of
   * `unspent_of`; absent for all. For `reserve`: the percentage that the reserve may come to.
   */
  koers_text unspent_limit;
  /** What a percentage is taken of, which must be said: `award`, or for `carry-over` also `last-year`. */
  koers_text unspent_of;
  /** For `carry-over`, instead of `unspent_until`: `next-year-end` or `next-unit-end`. */
  koers_text unspent_until_end;
  /** For `carry-over`: where carried money may be spent, `same-part` or `any-part`; absent for the same part. */
  koers_text unspent_to;
  /** For `carry-over`: the years of the tranches whose money may be carried. */
  const int32_t *unspent_tranche_years;
  /** How many those are; 0 for all tranches. */
  size_t unspent_tranche_year_count;
} koers_agreement;

/** One further column of a cost line or budget line: a theme, project, account and so on. This struct never grows. */
typedef struct {
  /** The name of the column; none of those that the tables of a dossier have. */
  koers_text name;
  /** The value; a line without one has no such dimension. */
  koers_text value;
} koers_dimension;

/**
 * A person's judgement that costs are eligible for a grant, also where they are not booked on it. It names lines,
 * states a condition, or both; what is named or meets the condition is meant.
 *
 * Of each dimension in `only` a line must have one of the values that are given for it (of one dimension, where
 * `matching` is `any`), and of those in `except` none.
 */
typedef struct {
  /** `sizeof(koers_eligible_for)`. */
  size_t struct_size;
  /** The grant, which may be added later. */
  koers_text grant;
  /** The memo or decision that it rests on. */
  koers_text source;
  /** The ids of lines, which may be added later. */
  const koers_text *lines;
  /** How many those are. */
  size_t line_count;
  /** Dimensions with the values that they may have; a dimension with several values is given several times. */
  const koers_dimension *only;
  /** How many those are. */
  size_t only_count;
  /** Dimensions with the values that they may not have, in the same way. */
  const koers_dimension *except;
  /** How many those are. */
  size_t except_count;
  /** `all` or `any`; absent for all. */
  koers_text matching;
} koers_eligible_for;

/**
 * A cost line: one realised cost, or income that goes with costs. Give either `date` or `period`; a period counts as
 * its last day.
 */
typedef struct {
  /** `sizeof(koers_line)`. */
  size_t struct_size;
  /** Its id, unique in the dossier: 1 to 200 characters. */
  koers_text line;
  /** Its date; 0 when `period` says it. */
  int32_t date;
  /** Its period: "2024", "2024-Q1" or "2024-03". */
  koers_text period;
  /** The amount, in cents; of income what came in. */
  int64_t amount;
  /**
   * The booking: a grant "iza", shares "iza:60%;gala15:40%", or amounts with one rest "iza:4161;gala15:rest";
   * absent when it is booked on no grant.
   */
  koers_text grant;
  /** Where it is written; may be absent. */
  koers_text source;
  /** Its dimensions. */
  const koers_dimension *dimensions;
  /** How many those are. */
  size_t dimension_count;
  /** A `koers_line_kind`. */
  int32_t kind;
  /** Of a cost the part that the VAT compensation fund pays, in cents; with the sign of the amount and within it. */
  int64_t vat_compensable;
  /** 1 when it stays where it is booked, whatever the method; else 0. */
  int32_t fixed;
  /** The line that it corrects, which is of the same kind and has an amount of the other sign; absent for none. */
  koers_text corrects;
} koers_line;

/**
 * A number of units in a period, for which a grant pays a price. Give either `date` or `period`; a period counts as
 * its last day.
 */
typedef struct {
  /** `sizeof(koers_quantity)`. */
  size_t struct_size;
  /** The grant that pays. */
  koers_text grant;
  /** Its date; 0 when `period` says it. */
  int32_t date;
  /** Its period: "2024", "2024-Q1" or "2024-03". */
  koers_text period;
  /** The unit, as the prices of the scheme name it. */
  koers_text unit;
  /** How many: "31500" or "12.5", with at most six decimals, below 10^12; below 0 for a correction. */
  koers_text quantity;
  /** The tranche that it is for, if only one may pay; else absent. */
  koers_text tranche;
  /** The part that it is for, if only one may pay; else absent. */
  koers_text part;
  /** Where it is written; may be absent. */
  koers_text source;
} koers_quantity;

/** A budget line. It never limits anything. Give either `date` or `period`. */
typedef struct {
  /** `sizeof(koers_budget_line)`. */
  size_t struct_size;
  /** The cost line it is for, whose dimensions it then has; else absent. */
  koers_text line;
  /** Its date; 0 when `period` says it. */
  int32_t date;
  /** Its period: "2024", "2024-Q1" or "2024-03". */
  koers_text period;
  /** The amount, in cents. */
  int64_t amount;
  /** The grant it is for; when absent that of its cost line, where that is booked on one. */
  koers_text grant;
  /** Where it is written; may be absent. */
  koers_text source;
  /** Its dimensions. */
  const koers_dimension *dimensions;
  /** How many those are. */
  size_t dimension_count;
} koers_budget_line;

/** How far a run is. A later library may add fields at the end of the struct that it gives to a `koers_watch`. */
typedef struct {
  /** The book year. */
  int32_t year;
  /** The step of the method, from 1; 0 for the lines that are fixed, which come before it. */
  int32_t step;
  /**
   * How much is done of the work at hand. A step may have several pieces of work, one after the other; each begins with
   * 0 and ends with `total`.
   */
  uint64_t done;
  /** How much there is; it may grow on the way. */
  uint64_t total;
} koers_progress;

/**
 * A function of the caller that is told now and then how far a run is, in the thread that settles. 0 goes on, any other
 * number breaks the run off. It must return: no exception and no longjmp may leave it. `progress` is there during the
 * call only. It may call functions of this library, as long as it frees or changes no handle that the run uses.
 */
typedef int32_t (*koers_watch)(void *user, const koers_progress *progress);

/** How a dossier is settled. */
typedef struct {
  /** `sizeof(koers_settle_options)`. */
  size_t struct_size;
  /** In which steps costs are put on grants; NULL for where they are booked. */
  const koers_method *method;
  /** Is told how far the run is, and may break it off; NULL for nothing. */
  koers_watch watch;
  /** What is given to `watch`; it may be NULL. */
  void *user;
  /**
   * With how many threads lines are read, where there are so many that it pays; 0 for one, the caller's. What comes out is
   * the same. `watch` is called in the caller's thread all the same.
   */
  uint32_t threads;
} koers_settle_options;

/**
 * An assumption that costs are eligible for a grant, whatever its scheme says: all costs, or those that meet a
 * condition, which is written as in `koers_eligible_for`.
 */
typedef struct {
  /** `sizeof(koers_assumption)`. */
  size_t struct_size;
  /** The grant. */
  koers_text grant;
  /** Dimensions with the values that they may have; a dimension with several values is given several times. */
  const koers_dimension *only;
  /** How many those are. */
  size_t only_count;
  /** Dimensions with the values that they may not have, in the same way. */
  const koers_dimension *except;
  /** How many those are. */
  size_t except_count;
  /** `all` or `any`; absent for all. */
  koers_text matching;
} koers_assumption;

/** Another award of a tranche, or of a part of one. */
typedef struct {
  /** `sizeof(koers_award)`. */
  size_t struct_size;
  /** The grant. */
  koers_text grant;
  /** The tranche. */
  koers_text tranche;
  /** Its part, where it has one; else absent. */
  koers_text part;
  /** The award with its amendments, in cents; not below 0. */
  int64_t amount;
} koers_award;

/** Another amount of a ceiling. */
typedef struct {
  /** `sizeof(koers_ceiling)`. */
  size_t struct_size;
  /** The id of the scheme. */
  koers_text scheme;
  /** The name of the ceiling. */
  koers_text name;
  /** The most that is paid under it, in cents; not below 0. */
  int64_t amount;
} koers_ceiling;

/** Another amount of a cost line. */
typedef struct {
  /** `sizeof(koers_line_amount)`. */
  size_t struct_size;
  /** The id of the line. */
  koers_text line;
  /** The amount, in cents. */
  int64_t amount;
} koers_line_amount;

/** A bucket (a part of a tranche of a grant) closed for a year by the holder. */
typedef struct {
  /** The book year. */
  int32_t year;
  /** The grant. */
  koers_text grant;
  /** The tranche. */
  koers_text tranche;
  /** The part of the tranche; may be absent. */
  koers_text part;
  /** The scheme. */
  koers_text scheme;
  /** The body that pays. */
  koers_text funder;
  /** `eu`, `rijk` or `other` (BBV art. 49 lid 2). */
  koers_text funder_group;
  /** Cash at the opening. */
  int64_t opening;
  /** The award as last amended. */
  int64_t granted;
  /** What could be spent in the year, received or not. */
  int64_t room;
  /** Came in. */
  int64_t received;
  /** Paid back. */
  int64_t repaid;
  /** Earned by the scheme's basis; with realised cost what was spent. */
  int64_t earned;
  /** What the bucket pays of the lines. */
  int64_t spent;
  /** opening + received - repaid - spent. */
  int64_t balance;
  /** Earlier refunds that were not paid back yet. */
  int64_t owed;
  /** To pay back to the funder, `owed` included. */
  int64_t refund;
  /** Stays available until `carry_over_until`. */
  int64_t carry_over;
  /** The last day on which carried money may be spent; 0 when none is carried. */
  int32_t carry_over_until;
  /** Room that stays and whose money has not come in. */
  int64_t pending;
  /** Earned, not spent, and the holder's to keep. */
  int64_t retained;
  /** Spent before its money came in. */
  int64_t receivable;
  /** Why: a code, and after a colon the rule or agreement it rests on. */
  koers_text reason;
  /** Where the tranche is written; may be absent. */
  koers_text source;
} koers_settlement_row;

/** What became of a bucket's balance: one row per cause. */
typedef struct {
  /** The book year. */
  int32_t year;
  /** The grant. */
  koers_text grant;
  /** The tranche. */
  koers_text tranche;
  /** The part of the tranche; may be absent. */
  koers_text part;
  /** `refund`, `carry_over`, `retained` or `receivable`. */
  koers_text kind;
  /** The amount, above 0. */
  int64_t amount;
  /** Until when, for carried money; else 0. */
  int32_t until;
  /** Why: a code, and after a colon the rule or agreement it rests on. */
  koers_text reason;
  /** Where the tranche is written; may be absent. */
  koers_text source;
} koers_outcome_row;

/** The roll-forward of a bucket in a year (verloopoverzicht, BBV art. 52a). */
typedef struct {
  /** The book year. */
  int32_t year;
  /** The grant. */
  koers_text grant;
  /** The tranche. */
  koers_text tranche;
  /** The part of the tranche; may be absent. */
  koers_text part;
  /** `eu`, `rijk` or `other` (BBV art. 49 lid 2). */
  koers_text funder_group;
  /** `liability`: received in advance; `receivable`: spent in advance. */
  koers_text kind;
  /** At the opening, 0 or above. */
  int64_t opening;
  /** Came in. */
  int64_t received;
  /** Spent or retained. */
  int64_t released;
  /** Paid back. */
  int64_t repaid;
  /** Other changes. */
  int64_t other;
  /** At the closing, 0 or above. */
  int64_t closing;
} koers_roll_forward_row;

/** The roll-forward added up by funder group and side of the balance, as `koers_roll_forward_row`. */
typedef struct {
  /** The book year. */
  int32_t year;
  /** `eu`, `rijk` or `other` (BBV art. 49 lid 2). */
  koers_text funder_group;
  /** `liability`: received in advance; `receivable`: spent in advance. */
  koers_text kind;
  /** At the opening, 0 or above. */
  int64_t opening;
  /** Came in. */
  int64_t received;
  /** Spent or retained. */
  int64_t released;
  /** Paid back. */
  int64_t repaid;
  /** Other changes. */
  int64_t other;
  /** At the closing, 0 or above. */
  int64_t closing;
} koers_roll_forward_total_row;

/** What changed in a closed year, to be booked in the first year that is open. */
typedef struct {
  /** The closed year. */
  int32_t year;
  /** The year in which it is booked: the first that is not closed. */
  int32_t booked;
  /** The grant. */
  koers_text grant;
  /** The tranche. */
  koers_text tranche;
  /** The part of the tranche; may be absent. */
  koers_text part;
  /** `received`, `repaid`, `spent`, `retained`, `refund`, `carry_over`, `pending` or `receivable`. */
  koers_text measure;
  /** What the year was closed with. */
  int64_t before;
  /** What it comes to now. */
  int64_t after;
  /** What is to be booked of it: of what stands at the year's end the difference that the year before did not bring. */
  int64_t amount;
  /** Why it closed so; may be absent. */
  koers_text reason_before;
  /** Why it is so now; may be absent. */
  koers_text reason_after;
  /**
   * What brought it: `earlier` (a year before it), `granted`, `received`, `repaid`, `costs`, `earned`, joined with ` + `; `rule`
   * where none of these changed.
   */
  koers_text cause;
} koers_restatement_row;

/** What a bucket pays of a line. */
typedef struct {
  /** The line. */
  koers_text line;
  /** The book year. */
  int32_t year;
  /** The grant. */
  koers_text grant;
  /** The tranche. */
  koers_text tranche;
  /** The part of the tranche; may be absent. */
  koers_text part;
  /** The amount; below 0 for a credit note. */
  int64_t amount;
  /** The step of the run. */
  koers_text step;
  /** The rule of eligibility that let it. */
  koers_text rule;
  /** `booked`, or `netted` where a credit note and a cost cancel out. */
  koers_text reason;
} koers_allocation_row;

/**
 * A part of a line that was taken off before any grant paid. For income the cost and the income that cancel out each
 * have a row, and the two add up to 0; what the VAT compensation fund pays has one.
 */
typedef struct {
  /** The line. */
  koers_text line;
  /** The book year. */
  int32_t year;
  /** The grant whose rules take it off. */
  koers_text grant;
  /** `income`, `contribution` or `vat`. */
  koers_text kind;
  /** Of a cost above 0, of income below. */
  int64_t amount;
  /** The rule that takes it off. */
  koers_text rule;
} koers_deduction_row;

/** What no grant pays of a line. */
typedef struct {
  /** The line. */
  koers_text line;
  /** The book year. */
  int32_t year;
  /** The amount; below 0 where a credit or income has nothing to go against. */
  int64_t amount;
  /**
   * How far it came: `no-booking`, `state`, `window`, `eligible`, `part`, `exclusive`, `share`, `ceiling`, `basis`,
   * `room`, or of a step of a method `maximum` or `quota`; of credit notes and income also `credit`, `income-left` or
   * `not-deducted`; `corrected` where credit notes take all of a line.
   */
  koers_text reason;
} koers_own_funds_row;

/**
 * What the scheme of a grant says beside the amounts of a year: what is paid in advance, what must be done when, and
 * how a refund is claimed. It changes no amount.
 */
typedef struct {
  /** The book year. */
  int32_t year;
  /** The grant. */
  koers_text grant;
  /**
   * `advance`; a duty: `accountability`, `decision`, `approval`; or of a refund: `must`, `may`, `due`,
   * `limitation`, `set-off`, `interest`.
   */
  koers_text kind;
  /** The last day for it; of an advance in months the last day of its month; 0 where none is set. */
  int32_t date;
  /** 1 when it is about an amount; else 0. */
  int32_t has_amount;
  /** The advance; under `must` and `may` the refund that arose in the year; 0 without one. */
  int64_t amount;
  /** The number of years after the decision, of a `limitation`; else 0. */
  int32_t years;
  /** What the scheme notes; may be absent. */
  koers_text note;
  /** The rule. */
  koers_text rule;
} koers_term_row;

/** A rebooking that makes a settlement lose less. */
typedef struct {
  /** The book year. */
  int32_t year;
  /** The line. */
  koers_text line;
  /** The grant that pays it now; absent for own funds. */
  koers_text from;
  /** The grant that should pay it. */
  koers_text to;
  /** How much of the line moves, above 0. */
  int64_t amount;
  /**
   * How much less is lost (own funds, and what goes back) by this rebooking after those of the rows before it. Below
   * 0 where only a later row makes it worth while.
   */
  int64_t saves;
  /** The whole booking to enter for the line, with all that moves of it: as it goes into `koers_rebooking`. */
  koers_text booking;
} koers_advice_row;

/** What is wrong, or what a person must look at. */
typedef struct {
  /** The code: K and four digits, never reused. */
  koers_text code;
  /** `error`, `warning` or `notice`. Of a settlement there are no errors: they are refused before. */
  koers_text severity;
  /** What it is about. */
  koers_text subject;
  /** 1 when it is about an amount; else 0. */
  int32_t has_amount;
  /** The amount; 0 without one. */
  int64_t amount;
  /** What is found. */
  koers_text message;
  /** What to do. */
  koers_text help;
  /** File, line and column, or the path in memory; may be absent. */
  koers_text source;
} koers_finding_row;

/** What differs between two settlements: an amount of a bucket, or what became of a line. */
typedef struct {
  /** The book year. */
  int32_t year;
  /** The grant; absent for own funds. */
  koers_text grant;
  /** The tranche; absent for own funds and for what is deducted. */
  koers_text tranche;
  /** The part of the tranche; may be absent. */
  koers_text part;
  /** The line; absent where the row is about the bucket as a whole. */
  koers_text line;
  /**
   * Of a bucket: `room`, `received`, `earned`, `spent`, `refund`, `carry_over`, `pending`, `retained` or `receivable`.
   * Of a line: `paid`, `deducted` or `own_funds`.
   */
  koers_text measure;
  /** The amount in the settlement that is compared with; 0 where it has no such bucket or line. */
  int64_t before;
  /** The amount in this settlement; 0 where it has no such bucket or line. */
  int64_t after;
  /** after - before. */
  int64_t change;
  /** Why it was so; absent where it has no reason, or was not there. */
  koers_text reason_before;
  /** Why it is so; absent where it has no reason, or is not there. */
  koers_text reason_after;
} koers_diff_row;

/** How many rows each table of a reconciliation has. */
typedef struct {
  /** 1 when each figure is what the settlement has, and each sum comes to it; else 0. */
  int32_t agrees;
  /** Declared figures. */
  size_t figures;
  /** Steps of bridges. */
  size_t bridges;
  /** Grants, in the years that figures are about. */
  size_t grants;
  /** Figures that nothing else confirms. */
  size_t unconfirmed;
  /** Lines of which it isn't stated who pays them. */
  size_t funding;
  /** Amounts that happen to be what stays unexplained. */
  size_t possible;
  /** What a person must look at. */
  size_t findings;
} koers_reconciliation_counts;

/** A declared figure beside what the settlement has: declared - unexplained + bridged = computed. */
typedef struct {
  /** The key of the figure. */
  koers_text key;
  /** The book year; 0 for a figure that the dossier can't tell. */
  int32_t year;
  /** What it is about; may be absent. */
  koers_text scope;
  /** What it says of that; may be absent. */
  koers_text measure;
  /** `figure` or `statement`. */
  koers_text claim;
  /** What was declared, or what its sum comes to; of a count a hundred for each. */
  int64_t declared;
  /** 1 when the dossier can tell; else 0, and so are `computed` and `difference`. */
  int32_t has_computed;
  /** What the settlement has. */
  int64_t computed;
  /** declared - computed. */
  int64_t difference;
  /** The sum of its bridge. */
  int64_t bridged;
  /** What no structure explains. */
  int64_t unexplained;
  /** The figures from which it has that, joined by commas; may be absent. */
  koers_text unexplained_from;
  /** Other figures of which just as much stays unexplained, joined by commas; may be absent. */
  koers_text same_as;
  /** 1 when one of its sums comes to something else; else 0, and so is `wrong_sum`. */
  int32_t has_wrong_sum;
  /** What that sum comes to. */
  int64_t wrong_sum;
  /** Where it is written; may be absent. */
  koers_text source;
  /** The document it is from, where figures come from several; may be absent. */
  koers_text document;
} koers_reconciliation_row;

/** A step of a bridge from a declared figure to what the settlement has. */
typedef struct {
  /** The key of the figure. */
  koers_text key;
  /** Why: a word. */
  koers_text cause;
  /** The grant; may be absent. */
  koers_text grant;
  /** The line, where it is one; else absent. */
  koers_text line;
  /** What its lines have in common, as in `theme=Ouderen`; may be absent. */
  koers_text lines;
  /** The tranche; may be absent. */
  koers_text tranche;
  /** What it adds. */
  int64_t amount;
} koers_bridge_row;

/** Budget and money of a grant in a year. */
typedef struct {
  /** The book year. */
  int32_t year;
  /** The grant. */
  koers_text grant;
  /** What its lines were budgeted. */
  int64_t budget;
  /** Money that came in, with what was there, and for which no budget line is. */
  int64_t unbudgeted;
  /** What it paid. */
  int64_t spent;
  /** budget - spent. */
  int64_t underspent;
  /** unbudgeted + underspent. */
  int64_t left;
} koers_grant_budget_row;

/** A declared figure that nothing else confirms. */
typedef struct {
  /** The key of the figure. */
  koers_text key;
  /** What was declared. */
  int64_t amount;
  /** `nowhere`, `once` or `together-only`. */
  koers_text confirmed;
  /** The equation in which it stands, or the figures with which it always stands, joined by commas; may be absent. */
  koers_text others;
  /** Where it is written; may be absent. */
  koers_text source;
} koers_unconfirmed_row;

/** A line of which it isn't stated who pays it. */
typedef struct {
  /** The line. */
  koers_text line;
  /** The grant on which it is booked; may be absent. */
  koers_text grant;
  /** `implied`, `assumed` or `none`. */
  koers_text basis;
  /** What it cost. */
  int64_t amount;
  /** What was budgeted for it. */
  int64_t budget;
  /** `forced`, `open`, `untestable`, `untried` or `assumed`. */
  koers_text result;
  /** Where it is written; may be absent. */
  koers_text source;
} koers_funding_row;

/** Amounts that happen to be what stays unexplained of figures: possible, not derived. */
typedef struct {
  /** What stays unexplained, without sign. */
  int64_t rest;
  /** The figures, joined by commas. */
  koers_text keys;
  /** The name of an amount. */
  koers_text first;
  /** The amount. */
  int64_t first_amount;
  /** The name of another, where it takes two; else absent. */
  koers_text second;
  /** That amount, with its sign; 0 where there is none. */
  int64_t second_amount;
} koers_possible_row;

/** As of when deadlines are worked out, and how. */
typedef struct {
  /** `sizeof(koers_deadline_options)`. */
  size_t struct_size;
  /**
   * The day up to which costs are known, as for `koers_settlement_deadlines`; 0 for the last day of the book year of the
   * last cost line.
   */
  int32_t as_of;
  /**
   * With how many threads lines are read, where there are so many that it pays; 0 for one, the caller's. What comes out is
   * the same.
   */
  uint32_t threads;
  /**
   * Is told how far the run is, and may break it off; NULL for nothing. The years are settled once or several times, so
   * that they come by again.
   */
  koers_watch watch;
  /** What is given to `watch`; it may be NULL. */
  void *user;
} koers_deadline_options;

/**
 * What must be done before when: money of a bucket that is lost where it isn't spent, the duties of its grant, and what is
 * still to be paid back.
 */
typedef struct {
  /**
   * The last day for it; on or before the as-of date it is overdue. 0 of a refund for which the scheme names no day.
   */
  int32_t date;
  /**
   * `spend`; `earn`, where a price or a sum for each unit says what may be spent; a duty: `accountability`,
   * `decision`, `approval`; or `due`, of a refund.
   */
  koers_text kind;
  /**
   * The book year at whose end it is lost, that the duty is about (of one decision on several years the last), or in
   * which the refund arose.
   */
  int32_t year;
  /** The grant. */
  koers_text grant;
  /** The tranche; absent of duties. */
  koers_text tranche;
  /** The part of the tranche; may be absent. */
  koers_text part;
  /**
   * The first day after the as-of date on which it may be spent; 0 of duties, and where it is too late. Then `needed`
   * is 0.
   */
  int32_t from;
  /** 1 when it is about an amount; else 0. */
  int32_t has_amount;
  /** What must be spent or earned by then to lose nothing; under `due` what is to be paid back; 0 without one. */
  int64_t amount;
  /** Of that amount what goes back where it isn't spent. The rest has not come in, and then never will. */
  int64_t refund;
  /** What the bucket must have spent by then since the as-of date: this amount, and those with an earlier date. */
  int64_t by_then;
  /**
   * The first day of `spent`: of the year of the as-of date, or of the bucket's window in it; 0 where neither says
   * anything. Then `spent` and `so_far` are 0.
   */
  int32_t since;
  /** What the bucket paid of costs from that day up to the as-of date. */
  int64_t spent;
  /** `by_then` a month, from `from` up to the last day. */
  int64_t needed;
  /** `spent` a month, from `since` up to the as-of date. */
  int64_t so_far;
  /**
   * How many times `so_far` goes into `needed`, as a number with at most six decimals; absent where nothing was spent.
   */
  koers_text times;
  /**
   * Why it is lost: a code, and after a colon the rule or agreement it rests on. Of a duty the rule; of a refund the rule
   * by which it is claimed, else why it arose.
   */
  koers_text reason;
} koers_deadline_row;

/** What all buckets together must have spent or earned by a day: the sums of the rows of that day. */
typedef struct {
  /** The last day for it. */
  int32_t date;
  /** `spend` or `earn`. */
  koers_text kind;
  /** What must be spent or earned by then to lose nothing. */
  int64_t amount;
  /** Of that amount what goes back where it isn't spent. */
  int64_t refund;
  /** What these buckets must have spent by then, with what had an earlier date. */
  int64_t by_then;
  /** What they paid in the year of the as-of date, up to that date. */
  int64_t spent;
  /** What they must spend a month. */
  int64_t needed;
  /** What they spent a month. */
  int64_t so_far;
  /**
   * How many times `so_far` goes into `needed`, as a number with at most six decimals; absent where nothing was spent.
   */
  koers_text times;
} koers_deadline_total_row;

/** What a forecast rests on, as of when, and how far it goes. */
typedef struct {
  /** `sizeof(koers_outlook)`. */
  size_t struct_size;
  /** A `koers_basis`. */
  int32_t basis;
  /**
   * The day up to which costs are known: not before the last cost line, and in the book years; 0 for the last day of the
   * book year of the last cost line.
   */
  int32_t as_of;
  /**
   * The last year, at most 25 after the last book year; 0 for the last book year, that of the budget, or the last in which
   * money must be spent to lose nothing.
   */
  int32_t through;
  /**
   * 1 to plan all years as one, so that the least is lost over all of them together; 0 to settle them by the method of the
   * settlement.
   */
  int32_t horizon;
  /**
   * With how many threads lines are read, where there are so many that it pays; 0 for one, the caller's. What comes out is
   * the same.
   */
  uint32_t threads;
  /**
   * Is told how far the run is, and may break it off; NULL for nothing. The years may be settled several times, so that
   * they come by again.
   */
  koers_watch watch;
  /** What is given to `watch`; it may be NULL. */
  void *user;
} koers_outlook;

/** What is expected of a bucket in a year to come, or of own funds. */
typedef struct {
  /** The book year. */
  int32_t year;
  /** The grant; absent for own funds. */
  koers_text grant;
  /** The tranche; absent for own funds. */
  koers_text tranche;
  /** The part of the tranche; may be absent. */
  koers_text part;
  /** What could be spent in the year, received or not. */
  int64_t room;
  /** What the bucket pays; of own funds what no grant pays. */
  int64_t spent;
  /** Of that what it pays of costs that are expected. */
  int64_t expected;
  /** What is to go back by the closing of the year, without what was owed before. */
  int64_t refund;
  /** Of that refund carried money whose last day passed. */
  int64_t lapse;
  /** Stays available until `carry_over_until`. */
  int64_t carry_over;
  /** The last day on which carried money may be spent; 0 when none is carried. */
  int32_t carry_over_until;
  /** Room that stays and whose money has not come in. */
  int64_t pending;
  /** Earned, not spent, and the holder's to keep. */
  int64_t retained;
  /** Spent before its money came in. */
  int64_t receivable;
  /** Why: a code, and after a colon the rule or agreement it rests on; absent of own funds. */
  koers_text reason;
} koers_forecast_row;

/** What is expected of a year to come: the sums of the rows of that year. */
typedef struct {
  /** The book year. */
  int32_t year;
  /** What grants pay. */
  int64_t spent;
  /** What no grant pays. */
  int64_t own_funds;
  /** What is to go back by the closing of the year. */
  int64_t refund;
  /** Of that refund carried money whose last day passed. */
  int64_t lapse;
  /** What stays available after the year. */
  int64_t carry_over;
  /** Room that stays and whose money has not come in. */
  int64_t pending;
  /** What the holder keeps. */
  int64_t retained;
} koers_forecast_year_row;

/** What all years come to when they are planned as one, and when each is settled by itself, over all book years. */
typedef struct {
  /** Own funds and refunds together. */
  int64_t lost;
  /** What of that is own funds. */
  int64_t own_funds;
  /** Own funds and refunds together when `least-refund` settles each year by itself. */
  int64_t chain_lost;
  /** What of that is own funds. */
  int64_t chain_own_funds;
  /** How much less is lost than by that. */
  int64_t saved;
  /** 1 when `at_least` is known; else 0. */
  int32_t has_at_least;
  /** What every division loses at least; 0 where that is not known. */
  int64_t at_least;
  /**
   * What came out best: `plan` of all years as one, the `chain` of years one by one, or the `method` of the settlement.
   */
  koers_text taken;
} koers_horizon_row;

/** A forecast with a name. */
typedef struct {
  /** `sizeof(koers_scenario)`. */
  size_t struct_size;
  /** Its name. */
  koers_text name;
  /** The forecast, which stays the caller's. */
  const koers_forecast *forecast;
} koers_scenario;

/** A year in one of several forecasts that stand beside each other, or all these years together. */
typedef struct {
  /** The book year; 0 for all years together. */
  int32_t year;
  /** The name of the forecast. */
  koers_text scenario;
  /** 1 when the year ended by the as-of date of the forecast, so that nothing in it is expected; else 0. */
  int32_t settled;
  /** What grants pay. */
  int64_t spent;
  /** What no grant pays. */
  int64_t own_funds;
  /** What is to go back by the closing of the year. */
  int64_t refund;
  /** Of that refund carried money whose last day passed. */
  int64_t lapse;
  /** What stays available after the year; of all years together after the last. */
  int64_t carry_over;
  /** Room that stays and whose money has not come in, likewise. */
  int64_t pending;
  /** What the holder keeps. */
  int64_t retained;
  /** Own funds and refunds together. */
  int64_t lost;
  /** How much more is lost than in the first forecast; below 0 how much less. */
  int64_t change;
} koers_scenario_row;

/** Whether a bucket may pay a line, by state, window, eligibility and part; what is left to pay from is not asked. */
typedef struct {
  /** The line. */
  koers_text line;
  /** The grant. */
  koers_text grant;
  /** The tranche. */
  koers_text tranche;
  /** The part of the tranche; may be absent. */
  koers_text part;
  /**
   * `eligible`, or what keeps it out: `state`, `window`, `not-eligible`, `part`; `goal` where a person must judge
   * whether the line contributes to the aims of the grant.
   */
  koers_text verdict;
  /** The rule of eligibility on the line's date. */
  koers_text rule;
} koers_eligibility_row;

/** A row of `koers_schemes`. */
typedef struct {
  /** Its id. */
  koers_text id;
  /** Its title, in the language asked for where it has one in that. */
  koers_text title;
  /** The body that pays. */
  koers_text funder;
  /** `eu`, `rijk` or `other` (BBV art. 49 lid 2). */
  koers_text funder_group;
  /** 1 when rules are missing that a settlement may need; else 0. */
  int32_t draft;
  /** The first day on which it decides. */
  int32_t since;
  /** How many versions of its rules there are. */
  int32_t versions;
} koers_scheme_row;

/** How a check went, in numbers. */
typedef struct {
  /** Findings that keep the scheme or dossier from being used. */
  size_t errors;
  /** Findings that a person must look at. */
  size_t warnings;
  /** Findings that are good to know. */
  size_t notices;
  /** The examples that were run. */
  size_t examples;
  /** How many of them were refused, or gave something else than they expect. */
  size_t failed;
} koers_check_counts;

/** A row of `koers_by`. */
typedef struct {
  /** The values of the dimensions, in the order asked for; each may be absent. NULL when there are none. */
  const koers_text *values;
  /** How many dimensions there are. */
  size_t value_count;
  /** The grant that pays; absent for own funds. */
  koers_text grant;
  /** What was budgeted. */
  int64_t budget;
  /** What was realised. */
  int64_t realised;
  /** budget - realised. */
  int64_t balance;
} koers_by_row;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The version of the library that is running, such as "0.1.0"; NUL-terminated, static, never freed. The
 * macro `KOERS_VERSION` is the version of the header that the program was compiled with.
 */
const char *koers_version(void);

/**
 * The version of the interface that the running library has. A program that loads the library itself should refuse
 * it unless this equals `KOERS_ABI_VERSION`.
 */
uint32_t koers_abi_version(void);

/**
 * The name of a status as in this header, `KOERS_STATUS_REFUSED`, or "unknown status"; NUL-terminated, static,
 * never freed, never NULL.
 */
const char *koers_status_name(int32_t status);

/**
 * The method of one step that a word names: `booked` (each cost on the grants on which it is booked), `priority` (each
 * grant in its order pays all that it can) or `least-refund` (the division that leaves the least money lost).
 *
 * `word` has `word_length` bytes. On success `*method` is owned by the caller, who must free it.
 *
 * Statuses: `OK`, `REFUSED` for another word, and those of wrong arguments.
 */
koers_status koers_method_parse(const char *word, size_t word_length, koers_method **method, koers_error *error);

/**
 * Reads a method from the text of a method file (TOML): steps in order, each with a method and what goes with it.
 * Whether its grants, dimensions and weights are there shows when a dossier is settled with it.
 *
 * `name`, of `name_length` bytes, is what findings call the text, such as "method.toml"; `toml` has `toml_length`
 * bytes. On success `*method` is owned by the caller, who must free it.
 *
 * Statuses: `OK`, `REFUSED`, and those of wrong arguments.
 */
koers_status koers_method_from_toml(const char *name,
                                    size_t name_length,
                                    const char *toml,
                                    size_t toml_length,
                                    koers_method **method,
                                    koers_error *error);

/**
 * Writes a method as the text of a method file into a buffer, as `koers_settlement_render` does; also one that a word
 * named.
 *
 * Statuses: `OK`, `TOO_SMALL`, and those of wrong arguments.
 */
koers_status koers_method_to_toml(const koers_method *method, char *data, size_t capacity, size_t *length);

/** Frees a method. NULL is allowed. Settlements that were made with it stay as they are. */
void koers_method_free(koers_method *method);

/**
 * Loads and checks the dossier in a folder: `dossier.toml`, `cost_lines.csv`, and where they exist `quantities.csv`,
 * `budget.csv` and the files of the folder schemes. Only files in that folder are opened, and only during this call.
 *
 * `path`, of `path_length` bytes, is the folder in UTF-8. On success `*dossier` is a ready dossier that the caller
 * owns and must free.
 *
 * Statuses: `OK`, `REFUSED`, and those of wrong arguments.
 */
koers_status koers_dossier_load(const char *path, size_t path_length, koers_dossier **dossier, koers_error *error);

/**
 * Starts a dossier from memory: an empty draft, to be filled with the functions `koers_dossier_add_...` and then
 * built.
 *
 * On success `*dossier` is a draft that the caller owns and must free. `info` and its texts are copied.
 *
 * Statuses: `OK`, `REFUSED`, and those of wrong arguments.
 */
koers_status koers_dossier_new(const koers_dossier_info *info, koers_dossier **dossier, koers_error *error);

/**
 * Checks a draft as a whole and makes it ready. When it is refused it stays the draft that it was.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when it is ready already, and those of wrong arguments.
 */
koers_status koers_dossier_build(koers_dossier *dossier, koers_error *error);

/**
 * The same dossier with other bookings on some lines: a what-if. Nothing is written anywhere, and `dossier` stays
 * as it is.
 *
 * `rebookings` points to `count` of them, none for the same line. On success `*rebooked` is a ready dossier of its
 * own, which the caller owns and must free; what both have in common takes memory once.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` for a draft, and those of wrong arguments.
 */
koers_status koers_dossier_rebook(const koers_dossier *dossier,
                                  const koers_rebooking *rebookings,
                                  size_t count,
                                  koers_dossier **rebooked,
                                  koers_error *error);

/**
 * The same dossier with the rules as they were known on a day: a what-if. Nothing is written anywhere, and `dossier`
 * stays as it is.
 *
 * `as_of` is that day, or 0 for all rules, as in `koers_dossier_info`. On success `*changed` is a ready dossier of
 * its own, which the caller owns and must free; what both have in common takes memory once.
 *
 * Statuses: `OK`, `REFUSED` when it is no date, `WRONG_ORDER` for a draft, and those of wrong arguments.
 */
koers_status koers_dossier_with_as_of(const koers_dossier *dossier,
                                      int32_t as_of,
                                      koers_dossier **changed,
                                      koers_error *error);

/**
 * Settles a dossier: each line on the grants it is booked on, as far as the rules allow, and every grant closed
 * for each book year.
 *
 * On success `*settlement` is owned by the caller, who must free it; it doesn't need `dossier` any more.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` for a draft, and those of wrong arguments.
 */
koers_status koers_dossier_settle(const koers_dossier *dossier, koers_settlement **settlement, koers_error *error);

/** Frees a dossier in any stage. NULL is allowed. Settlements and dossiers made from it stay as they are. */
void koers_dossier_free(koers_dossier *dossier);

/**
 * Adds a scheme of the user's own to a draft, from the text of a scheme file (TOML). It goes before a scheme of
 * the catalogue with the same id.
 *
 * `name` is what findings call the text, such as "schemes/own.toml". Both texts are copied.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
 */
koers_status koers_dossier_add_scheme(koers_dossier *dossier,
                                      const char *name,
                                      size_t name_length,
                                      const char *toml,
                                      size_t toml_length,
                                      koers_error *error);

/**
 * Adds grants to a draft. `grants` points to `count` of them; they and their texts are copied.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, `UNKNOWN_VALUE` for a field that is 0 or 1 and has
 * another value, and those of wrong arguments.
 */
koers_status koers_dossier_add_grants(koers_dossier *dossier,
                                      const koers_grant *grants,
                                      size_t count,
                                      koers_error *error);

/**
 * Adds numbers to grants of a draft by which a method may divide costs. `keys` points to `count` of them; they and
 * their texts are copied.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
 */
koers_status koers_dossier_add_grant_keys(koers_dossier *dossier,
                                          const koers_grant_key *keys,
                                          size_t count,
                                          koers_error *error);

/**
 * Adds tranches to grants of a draft. `tranches` points to `count` of them; they and their texts are copied.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, `UNKNOWN_VALUE` for a field that is 0 or 1 and has
 * another value, and those of wrong arguments.
 */
koers_status koers_dossier_add_tranches(koers_dossier *dossier,
                                        const koers_tranche *tranches,
                                        size_t count,
                                        koers_error *error);

/**
 * Limits the units that tranches of a draft are for. `units` points to `count` limits; they and their texts are
 * copied.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
 */
koers_status koers_dossier_add_tranche_units(koers_dossier *dossier,
                                             const koers_tranche_units *units,
                                             size_t count,
                                             koers_error *error);

/**
 * Says what was paid under ceilings, and earned of units, of tranches of a draft before its first book year, for a dossier
 * that goes on with earlier ones. `before` points to `count` statements; they and their texts are copied. A later one on
 * the same ceiling or unit takes the place of an earlier.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
 */
koers_status koers_dossier_add_tranche_before(koers_dossier *dossier,
                                              const koers_tranche_before *before,
                                              size_t count,
                                              koers_error *error);

/**
 * Says how years of tranches of a draft were closed. `closings` points to `count` of them; they and their texts are copied.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, `UNKNOWN_VALUE` for a field that is 0 or 1 and has
 * another value, and those of wrong arguments.
 */
koers_status koers_dossier_add_tranche_closings(koers_dossier *dossier,
                                                const koers_tranche_closing *closings,
                                                size_t count,
                                                koers_error *error);

/**
 * Adds movements to tranches of a draft: money that came in or was paid back, and amendments of awards.
 * `movements` points to `count` of them; they and their texts are copied.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, `UNKNOWN_VALUE` for a kind, and those of
 * wrong arguments.
 */
koers_status koers_dossier_add_movements(koers_dossier *dossier,
                                         const koers_movement *movements,
                                         size_t count,
                                         koers_error *error);

/**
 * Adds agreements to grants of a draft. `agreements` points to `count` of them; they and their texts are copied.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
 */
koers_status koers_dossier_add_agreements(koers_dossier *dossier,
                                          const koers_agreement *agreements,
                                          size_t count,
                                          koers_error *error);

/**
 * Adds judgements to a draft about what is eligible for its grants. `judgements` points to `count` of them; they,
 * their texts and dimensions are copied.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
 */
koers_status koers_dossier_add_eligible_for(koers_dossier *dossier,
                                            const koers_eligible_for *judgements,
                                            size_t count,
                                            koers_error *error);

/**
 * Adds cost lines to a draft. `lines` points to `count` of them; they, their texts and dimensions are copied.
 * Lines may come in several calls; findings count their rows from the first, from 1.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, `UNKNOWN_VALUE` for a kind, and those of wrong
 * arguments.
 */
koers_status koers_dossier_add_lines(koers_dossier *dossier, const koers_line *lines, size_t count, koers_error *error);

/**
 * Adds quantities to a draft, as `koers_dossier_add_lines` does cost lines. The grants and tranches they name may
 * come later.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
 */
koers_status koers_dossier_add_quantities(koers_dossier *dossier,
                                          const koers_quantity *quantities,
                                          size_t count,
                                          koers_error *error);

/**
 * Adds budget lines to a draft, as `koers_dossier_add_lines` does cost lines. The cost lines they name may come
 * later.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` when the dossier is ready, and those of wrong arguments.
 */
koers_status koers_dossier_add_budget(koers_dossier *dossier,
                                      const koers_budget_line *lines,
                                      size_t count,
                                      koers_error *error);

/**
 * Settles a dossier by a method, and every grant closed for each book year. Lines that are fixed stay where they are
 * booked; then the steps of the method go over the costs that are still open.
 *
 * With `options` NULL, or with nothing in them, it does what `koers_dossier_settle` does. On success `*settlement` is
 * owned by the caller, who must free it; it doesn't need `dossier` or the method any more.
 *
 * Statuses: `OK`, `REFUSED` also when the method doesn't fit the dossier, `CANCELLED` when `watch` broke it off,
 * `WRONG_ORDER` for a draft, and those of wrong arguments.
 */
koers_status koers_dossier_settle_with(const koers_dossier *dossier,
                                       const koers_settle_options *options,
                                       koers_settlement **settlement,
                                       koers_error *error);

/**
 * The same dossier in which costs are eligible for a grant, whatever its scheme says: a what-if. All its other rules
 * hold. Nothing is written anywhere, and `dossier` stays as it is.
 *
 * On success `*changed` is a ready dossier of its own, which the caller owns and must free; what both have in common
 * takes memory once.
 *
 * Statuses: `OK`, `REFUSED`, `WRONG_ORDER` for a draft, and those of wrong arguments.
 */
koers_status koers_dossier_assume_eligible(const koers_dossier *dossier,
                                           const koers_assumption *assumption,
                                           koers_dossier **changed,
                                           koers_error *error);

/**
 * The same dossier with more judgements of what is eligible: a what-if, as `koers_dossier_assume_eligible`.
 * `judgements` points to `count` of them.
 *
 * Statuses: as there.
 */
koers_status koers_dossier_eligible_for(const koers_dossier *dossier,
                                        const koers_eligible_for *judgements,
                                        size_t count,
                                        koers_dossier **changed,
                                        koers_error *error);

/**
 * The same dossier with another award of a tranche, or of a part of one: a what-if, as
 * `koers_dossier_assume_eligible`. Amendments stay, and what was first granted changes; where an opening says what was
 * left of the award, an amendment in the first book year makes the difference instead.
 *
 * Statuses: as there.
 */
koers_status koers_dossier_with_award(const koers_dossier *dossier,
                                      const koers_award *award,
                                      koers_dossier **changed,
                                      koers_error *error);

/**
 * The same dossier in which a ceiling of a scheme has another amount, in all its versions and for all grants of that
 * scheme: a what-if, as `koers_dossier_assume_eligible`.
 *
 * Statuses: as there.
 */
koers_status koers_dossier_with_ceiling(const koers_dossier *dossier,
                                        const koers_ceiling *ceiling,
                                        koers_dossier **changed,
                                        koers_error *error);

/**
 * The same dossier with another place of a grant in the order of grants: a what-if, as
 * `koers_dossier_assume_eligible`.
 *
 * `grant`, of `grant_length` bytes, is its id; `preference` counts from 1, and is 0 for none.
 *
 * Statuses: as there, and `UNKNOWN_VALUE` for a preference below 0.
 */
koers_status koers_dossier_with_preference(const koers_dossier *dossier,
                                           const char *grant,
                                           size_t grant_length,
                                           int32_t preference,
                                           koers_dossier **changed,
                                           koers_error *error);

/**
 * The same dossier with other amounts on some lines: a what-if, as `koers_dossier_assume_eligible`. `amounts` points to
 * `count` of them, none for the same line. The VAT of a line that is compensated stays as it is.
 *
 * Statuses: as there.
 */
koers_status koers_dossier_with_amounts(const koers_dossier *dossier,
                                        const koers_line_amount *amounts,
                                        size_t count,
                                        koers_dossier **changed,
                                        koers_error *error);

/**
 * The total of a `koers_measure` over all grants, in cents. What moves is added up over all book years; of a stock
 * it is the last year's (of the opening the first), but each refund counts once, in the year in which it arose.
 *
 * Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_settlement_total(const koers_settlement *settlement, int32_t measure, int64_t *cents);

/**
 * Writes the settlement in a `koers_format` and a `koers_lang` into a buffer. As JSON it is all tables; as CSV the
 * table of `koers_settlement_rows`; else a table per year with a line per grant, and the findings.
 *
 * `data` has room for `capacity` bytes, and may be NULL when that is 0. `*length` is set to the bytes of the whole
 * text, without the NUL that ends it: the buffer must be at least one byte larger. When it isn't, the status is
 * `TOO_SMALL`, `*length` is written all the same, and `data` is not. So call it with capacity 0 to ask for the
 * length.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_settlement_render(const koers_settlement *settlement,
                                     int32_t format,
                                     int32_t lang,
                                     char *data,
                                     size_t capacity,
                                     size_t *length);

/**
 * Writes the certificate of a settlement into a buffer, as `koers_settlement_render` does: canonical JSON that proves
 * what each step `least-refund` found, without trusting how it was found. An empty text where no such step ran.
 *
 * Statuses: `OK`, `TOO_SMALL`, and those of wrong arguments.
 */
koers_status koers_settlement_certificate(const koers_settlement *settlement,
                                          char *data,
                                          size_t capacity,
                                          size_t *length);

/** Frees a settlement. NULL is allowed. All texts in rows that came from it are gone then. */
void koers_settlement_free(koers_settlement *settlement);

/**
 * Checks a certificate, whoever wrote it, without the dossier and without the solver: that its flow fits, that no other
 * is better on any level, and that its tables, its objective and its cuts follow. It says nothing of what the
 * certificate leaves out, nor whether its classes follow from rules and lines.
 *
 * `json`, of `json_length` bytes, is what `koers_settlement_certificate` or another language wrote.
 *
 * Statuses: `OK` when everything holds that it states; `UNPROVED` when it is no certificate, or doesn't prove it; and those
 * of wrong arguments.
 */
koers_status koers_certificate_verify(const char *json,
                                      size_t json_length,
                                      koers_error *error);

/**
 * Checks the certificate of a settlement as the settlement holds it, without the solver: that its flow fits, and that no other
 * is better on any level. It takes microseconds, writes nothing and looks at no line. `koers_certificate_verify` checks
 * what is written, with its tables and cuts.
 *
 * Statuses: `OK` when everything holds, also where no step `least-refund` ran, so that there is nothing to prove; `UNPROVED`; and
 * those of wrong arguments.
 */
koers_status koers_settlement_certificate_verify(const koers_settlement *settlement,
                                                 koers_error *error);

/**
 * Checks the certificate of a what-if, as `koers_settlement_certificate_verify` does that of a settlement.
 *
 * Statuses: as there.
 */
koers_status koers_what_if_certificate_verify(const koers_what_if *what_if, koers_error *error);

/**
 * How many rows a `koers_table` has: how large an array to give to the function that reads it.
 *
 * Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_settlement_row_count(const koers_settlement *settlement, int32_t table, size_t *count);

/**
 * Reads the table `settlement`: each bucket in each year, in the order of years, grants, tranches and parts.
 *
 * `rows` points to `capacity` structs, each `row_size` = `sizeof(koers_settlement_row)` bytes; `*count` is set to
 * the rows written. Either all rows are written or none: see `koers_settlement_row_count`. Texts in them are the
 * settlement's own, and are there until it is freed.
 *
 * Statuses: `OK`, `TOO_SMALL` when there are more rows than `capacity`, and those of wrong arguments.
 */
koers_status koers_settlement_rows(const koers_settlement *settlement,
                                   koers_settlement_row *rows,
                                   size_t row_size,
                                   size_t capacity,
                                   size_t *count);

/** Reads the table `outcomes`: what became of each balance, one row per cause. As `koers_settlement_rows`. */
koers_status koers_settlement_outcomes(const koers_settlement *settlement,
                                       koers_outcome_row *rows,
                                       size_t row_size,
                                       size_t capacity,
                                       size_t *count);

/** Reads the table `roll_forward`: the roll-forward of each bucket in each year. As `koers_settlement_rows`. */
koers_status koers_settlement_roll_forward(const koers_settlement *settlement,
                                           koers_roll_forward_row *rows,
                                           size_t row_size,
                                           size_t capacity,
                                           size_t *count);

/**
 * Reads the table `roll_forward_totals`: the roll-forward added up by funder group and side of the balance. As
 * `koers_settlement_rows`.
 */
koers_status koers_settlement_roll_forward_totals(const koers_settlement *settlement,
                                                  koers_roll_forward_total_row *rows,
                                                  size_t row_size,
                                                  size_t capacity,
                                                  size_t *count);

/**
 * Reads the table `restatement`: what changed in closed years, as postings with the reason then and now. As
 * `koers_settlement_rows`.
 */
koers_status koers_settlement_restatement(const koers_settlement *settlement,
                                          koers_restatement_row *rows,
                                          size_t row_size,
                                          size_t capacity,
                                          size_t *count);

/** Reads the table `allocations`: which bucket pays how much of which line. As `koers_settlement_rows`. */
koers_status koers_settlement_allocations(const koers_settlement *settlement,
                                          koers_allocation_row *rows,
                                          size_t row_size,
                                          size_t capacity,
                                          size_t *count);

/** Reads the table `deductions`: what was taken off the costs before any grant paid. As `koers_settlement_rows`. */
koers_status koers_settlement_deductions(const koers_settlement *settlement,
                                         koers_deduction_row *rows,
                                         size_t row_size,
                                         size_t capacity,
                                         size_t *count);

/** Reads the table `own_funds`: what no grant pays, and why. As `koers_settlement_rows`. */
koers_status koers_settlement_own_funds(const koers_settlement *settlement,
                                        koers_own_funds_row *rows,
                                        size_t row_size,
                                        size_t capacity,
                                        size_t *count);

/**
 * Reads the table `terms`: what the schemes say beside the amounts, on advances, duties and refunds. As
 * `koers_settlement_rows`.
 */
koers_status koers_settlement_terms(const koers_settlement *settlement,
                                    koers_term_row *rows,
                                    size_t row_size,
                                    size_t capacity,
                                    size_t *count);

/**
 * Makes and reads the table `advice`: the rebookings by which the dossier, settled as it is booked, would lose the
 * least, with what each saves given those before it; the largest amounts first. As `koers_settlement_rows`.
 */
koers_status koers_settlement_advice(const koers_settlement *settlement,
                                     koers_advice_row *rows,
                                     size_t row_size,
                                     size_t capacity,
                                     size_t *count);

/**
 * Reads the table `findings`: what a person must look at, with messages in a `koers_lang`. As
 * `koers_settlement_rows`.
 *
 * Statuses: also `UNKNOWN_VALUE`.
 */
koers_status koers_settlement_findings(const koers_settlement *settlement,
                                       int32_t lang,
                                       koers_finding_row *rows,
                                       size_t row_size,
                                       size_t capacity,
                                       size_t *count);

/**
 * Compares a settlement with another, `before`: by bucket the amounts that changed, and by line what grants pay of it,
 * what is deducted and what stays on own funds, each with the reasons on both sides. They may be of different dossiers.
 *
 * On success `*diff` is owned by the caller, who must free it; it needs neither settlement any more.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_settlement_diff(const koers_settlement *settlement,
                                   const koers_settlement *before,
                                   koers_diff **diff,
                                   koers_error *error);

/**
 * Compares a forecast with another, `before`: as `koers_settlement_diff` of their settlements, but that costs that are
 * expected are told together. What each grant pays of them is in what it spends, and a row without grant and line is what
 * no grant pays of them.
 *
 * On success `*diff` is owned by the caller, who must free it; it needs neither forecast any more.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_forecast_diff(const koers_forecast *forecast,
                                 const koers_forecast *before,
                                 koers_diff **diff,
                                 koers_error *error);

/**
 * How many rows there are.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_diff_row_count(const koers_diff *diff, size_t *count);

/**
 * Reads the rows: by year, grant (own funds last), tranche and part, of each the bucket as a whole before its lines, and
 * these by date and id. As `koers_settlement_rows`; texts are there until `diff` is freed.
 */
koers_status koers_diff_rows(const koers_diff *diff,
                             koers_diff_row *rows,
                             size_t row_size,
                             size_t capacity,
                             size_t *count);

/**
 * Writes the rows as a table in a `koers_format` into a buffer, as `koers_settlement_render` does.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_diff_render(const koers_diff *diff, int32_t format, char *data, size_t capacity, size_t *length);

/** Frees it. NULL is allowed. */
void koers_diff_free(koers_diff *diff);

/**
 * Explains a figure as trees of reasons, in each of which every amount is the sum of those below it.
 *
 * `subject`, of `subject_length` bytes, says what: the id of a grant or a line; `refund`, `carry_over` or `own_funds`; or
 * `key=value`, where the key is `grant`, `line`, `refund`, `carry_over` or a dimension, as in `refund=iza` and
 * `theme=Ouderen`. `year` is a book year, or 0 for all of them. On success `*explanation` is owned by the caller, who must
 * free it; it doesn't need `settlement` any more.
 *
 * Statuses: `OK`, `UNKNOWN_SUBJECT`, and those of wrong arguments.
 */
koers_status koers_settlement_explain(const koers_settlement *settlement,
                                      const char *subject,
                                      size_t subject_length,
                                      int32_t year,
                                      koers_explanation **explanation,
                                      koers_error *error);

/**
 * Says of a line, or of `own_funds`, what keeps each bucket from paying; of a grant, or of `refund`, which costs could have
 * been booked there and what that saves, or what proves that nothing could. All else as `koers_settlement_explain`. It settles
 * the dossier again, once or more.
 *
 * Statuses: `OK`, `UNKNOWN_SUBJECT`, also for a carry-over or a dimension, and those of wrong arguments.
 */
koers_status koers_settlement_why_not(const koers_settlement *settlement,
                                      const char *subject,
                                      size_t subject_length,
                                      int32_t year,
                                      koers_explanation **explanation,
                                      koers_error *error);

/**
 * Writes it in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render` does. JSON is canonical; CSV has
 * a row for each node, with its depth.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_explanation_render(const koers_explanation *explanation,
                                      int32_t format,
                                      int32_t lang,
                                      char *data,
                                      size_t capacity,
                                      size_t *length);

/** Frees it. NULL is allowed. */
void koers_explanation_free(koers_explanation *explanation);

/**
 * Puts figures that others declared beside a settlement: each that differs gets a bridge by cause, and what stays is
 * unexplained.
 *
 * `name`, of `name_length` bytes, is what findings call the table; `csv` points to its `csv_length` bytes, whatever they
 * are: a CSV file with the columns `key`, `scope`, `measure`, `amount`, `claim`, `sum_of`, `document` and `source` (FORMAT.md). On
 * success `*reconciliation` is owned by the caller, who must free it; it doesn't need `settlement` any more.
 *
 * Statuses: `OK`, `REFUSED` when the table can't be read, and those of wrong arguments.
 */
koers_status koers_settlement_reconcile(const koers_settlement *settlement,
                                        const char *name,
                                        size_t name_length,
                                        const char *csv,
                                        size_t csv_length,
                                        koers_reconciliation **reconciliation,
                                        koers_error *error);

/**
 * Counts the rows of each table. `counts` points to a struct of `counts_size` = `sizeof(koers_reconciliation_counts)`
 * bytes.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_reconciliation_count(const koers_reconciliation *reconciliation,
                                        koers_reconciliation_counts *counts,
                                        size_t counts_size);

/**
 * Reads the declared figures, in the order of the table. As `koers_settlement_rows`; texts
 * are there until `reconciliation` is freed.
 */
koers_status koers_reconciliation_figures(const koers_reconciliation *reconciliation,
                                          koers_reconciliation_row *rows,
                                          size_t row_size,
                                          size_t capacity,
                                          size_t *count);

/**
 * Reads the steps of all bridges: by figure, cause, grant and line. As `koers_settlement_rows`; texts
 * are there until `reconciliation` is freed.
 */
koers_status koers_reconciliation_bridges(const koers_reconciliation *reconciliation,
                                          koers_bridge_row *rows,
                                          size_t row_size,
                                          size_t capacity,
                                          size_t *count);

/**
 * Reads budget and money of each grant in the years that figures are about. As `koers_settlement_rows`; texts
 * are there until `reconciliation` is freed.
 */
koers_status koers_reconciliation_grants(const koers_reconciliation *reconciliation,
                                         koers_grant_budget_row *rows,
                                         size_t row_size,
                                         size_t capacity,
                                         size_t *count);

/**
 * Reads the figures that nothing else confirms, in the order of the table. As `koers_settlement_rows`; texts
 * are there until `reconciliation` is freed.
 */
koers_status koers_reconciliation_unconfirmed(const koers_reconciliation *reconciliation,
                                              koers_unconfirmed_row *rows,
                                              size_t row_size,
                                              size_t capacity,
                                              size_t *count);

/**
 * Reads the lines of which it isn't stated who pays them, by id. As `koers_settlement_rows`; texts
 * are there until `reconciliation` is freed.
 */
koers_status koers_reconciliation_funding(const koers_reconciliation *reconciliation,
                                          koers_funding_row *rows,
                                          size_t row_size,
                                          size_t capacity,
                                          size_t *count);

/**
 * Reads the amounts that happen to be what stays unexplained, by that rest. As `koers_settlement_rows`; texts
 * are there until `reconciliation` is freed.
 */
koers_status koers_reconciliation_possible(const koers_reconciliation *reconciliation,
                                           koers_possible_row *rows,
                                           size_t row_size,
                                           size_t capacity,
                                           size_t *count);

/**
 * Reads what a person must look at, with messages in a `koers_lang`. As `koers_settlement_rows`; texts are there until
 * `reconciliation` is freed.
 *
 * Statuses: also `UNKNOWN_VALUE`.
 */
koers_status koers_reconciliation_findings(const koers_reconciliation *reconciliation,
                                           int32_t lang,
                                           koers_finding_row *rows,
                                           size_t row_size,
                                           size_t capacity,
                                           size_t *count);

/**
 * Writes it in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render` does. As JSON it is all
 * tables; as CSV the figures; else each difference with its bridge.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_reconciliation_render(const koers_reconciliation *reconciliation,
                                         int32_t format,
                                         int32_t lang,
                                         char *data,
                                         size_t capacity,
                                         size_t *length);

/** Frees it. NULL is allowed. */
void koers_reconciliation_free(koers_reconciliation *reconciliation);

/**
 * Works out what must be spent before when to lose nothing, at what rate, and what the schemes ask of each grant by when.
 *
 * `as_of` is the day up to which costs are known: not before the last cost line, and in the book years. 0 is the last day
 * of the book year of the last cost line. Amounts are what grants must pay, and what is lost if nothing more is spent; at
 * most 25 years after the last book year are looked at.
 *
 * On success `*deadlines` is owned by the caller, who must free it; it doesn't need `settlement` any more.
 *
 * Statuses: `OK`, `REFUSED` when the day is none of those or the rules of the years to come are refused, and those of wrong
 * arguments.
 */
koers_status koers_settlement_deadlines(const koers_settlement *settlement,
                                        int32_t as_of,
                                        koers_deadlines **deadlines,
                                        koers_error *error);

/**
 * As `koers_settlement_deadlines`, with several threads, or watched by the caller.
 *
 * With `options` NULL, or with nothing in them, it does what `koers_settlement_deadlines` does with 0.
 *
 * Statuses: those of `koers_settlement_deadlines`, and `CANCELLED` when `watch` broke it off.
 */
koers_status koers_settlement_deadlines_with(const koers_settlement *settlement,
                                             const koers_deadline_options *options,
                                             koers_deadlines **deadlines,
                                             koers_error *error);

/**
 * How many rows there are, and how many totals.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_deadlines_row_count(const koers_deadlines *deadlines, size_t *rows, size_t *totals);

/**
 * Reads the rows: by last day, kind, grant, tranche and part. As `koers_settlement_rows`; texts are there until
 * `deadlines` is freed.
 */
koers_status koers_deadlines_rows(const koers_deadlines *deadlines,
                                  koers_deadline_row *rows,
                                  size_t row_size,
                                  size_t capacity,
                                  size_t *count);

/**
 * Reads the totals: by last day what all buckets together must have spent or earned. As `koers_settlement_rows`; texts
 * are there until `deadlines` is freed.
 */
koers_status koers_deadlines_totals(const koers_deadlines *deadlines,
                                    koers_deadline_total_row *rows,
                                    size_t row_size,
                                    size_t capacity,
                                    size_t *count);

/**
 * Writes them in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render` does. As JSON it is the
 * rows and the totals; as CSV the rows.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_deadlines_render(const koers_deadlines *deadlines,
                                    int32_t format,
                                    int32_t lang,
                                    char *data,
                                    size_t capacity,
                                    size_t *length);

/** Frees them. NULL is allowed. */
void koers_deadlines_free(koers_deadlines *deadlines);

/**
 * Forecasts the years to come: the costs of the budget, or as much a month as in the year of the as-of date, come into the
 * dossier as cost lines, and it is settled by the method of the settlement. Grants have what the dossier says: an award
 * that is to come must be in it.
 *
 * On success `*forecast` is owned by the caller, who must free it; it doesn't need `settlement` any more.
 *
 * Statuses: `OK`, `REFUSED` when the day or the year is none of those or the dossier with all that is expected is refused,
 * `CANCELLED` when `watch` broke it off, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_settlement_forecast(const koers_settlement *settlement,
                                       const koers_outlook *outlook,
                                       koers_forecast **forecast,
                                       koers_error *error);

/**
 * How many rows there are, and how many years.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_forecast_row_count(const koers_forecast *forecast, size_t *rows, size_t *years);

/**
 * Reads the rows: each bucket in each year that ends after the as-of date, and per year, last, own funds. As
 * `koers_settlement_rows`; texts are there until `forecast` is freed.
 */
koers_status koers_forecast_rows(const koers_forecast *forecast,
                                 koers_forecast_row *rows,
                                 size_t row_size,
                                 size_t capacity,
                                 size_t *count);

/** Reads the sums of each year. As `koers_settlement_rows`. */
koers_status koers_forecast_years(const koers_forecast *forecast,
                                  koers_forecast_year_row *rows,
                                  size_t row_size,
                                  size_t capacity,
                                  size_t *count);

/**
 * Reads what all years come to when they are planned as one: one row where they were, else none. As
 * `koers_settlement_rows`; texts are there until `forecast` is freed.
 */
koers_status koers_forecast_horizon(const koers_forecast *forecast,
                                    koers_horizon_row *rows,
                                    size_t row_size,
                                    size_t capacity,
                                    size_t *count);

/**
 * Gives the dossier with the expected costs in it, settled: with all tables, of the years before as well.
 *
 * On success `*settlement` is owned by the caller, who must free it; it doesn't need `forecast` any more.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_forecast_settlement(const koers_forecast *forecast, koers_settlement **settlement);

/**
 * Writes it in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render` does. As JSON it is the rows
 * and the years; as CSV the rows.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_forecast_render(const koers_forecast *forecast,
                                   int32_t format,
                                   int32_t lang,
                                   char *data,
                                   size_t capacity,
                                   size_t *length);

/**
 * Writes what differs from another forecast, `before`, in a `koers_format` and a `koers_lang` into a buffer, as
 * `koers_settlement_render` does. As JSON and CSV it is the rows of `koers_forecast_diff`.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_forecast_render_diff(const koers_forecast *forecast,
                                        const koers_forecast *before,
                                        int32_t format,
                                        int32_t lang,
                                        char *data,
                                        size_t capacity,
                                        size_t *length);

/** Frees it. NULL is allowed. */
void koers_forecast_free(koers_forecast *forecast);

/**
 * Puts forecasts beside each other: by year, and of each year in the order in which they are given; last, all these years
 * together. The years are those that are forecast, the last one that is settled, and those before it that are settled
 * otherwise in any of them. What is lost is compared with the first.
 *
 * `scenarios` points to `count` structs; it may be NULL when that is 0. On success `*side_by_side` is owned by the caller,
 * who must free it; it doesn't need the forecasts any more.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_forecast_side_by_side(const koers_scenario *scenarios,
                                         size_t count,
                                         koers_scenarios **side_by_side,
                                         koers_error *error);

/**
 * How many rows there are.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_scenarios_row_count(const koers_scenarios *scenarios, size_t *count);

/**
 * Reads the rows: by year, and of each year in the order of the forecasts; those of all years together come last. As `koers_settlement_rows`; texts are there
 * until `scenarios` is freed.
 */
koers_status koers_scenarios_rows(const koers_scenarios *scenarios,
                                  koers_scenario_row *rows,
                                  size_t row_size,
                                  size_t capacity,
                                  size_t *count);

/**
 * Writes the rows as a table in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render` does.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_scenarios_render(const koers_scenarios *scenarios,
                                    int32_t format,
                                    int32_t lang,
                                    char *data,
                                    size_t capacity,
                                    size_t *length);

/** Frees them. NULL is allowed. */
void koers_scenarios_free(koers_scenarios *scenarios);

/**
 * Settles a changed dossier by the method of a settlement. After the one step `least-refund`, and with a dossier that a
 * what-if such as `koers_dossier_with_award` made from the settled one, the lines are not looked at: it takes the same
 * time however many there are. In any other case it is settled as ever.
 *
 * On success `*what_if` is owned by the caller, who must free it; it needs neither of the others any more.
 *
 * Statuses: `OK`, `REFUSED`, and those of wrong arguments.
 */
koers_status koers_settlement_what_if(const koers_settlement *settlement,
                                      const koers_dossier *dossier,
                                      koers_what_if **what_if,
                                      koers_error *error);

/**
 * What it would save of own funds and refunds together, over all years, if an award were `more->amount` cents higher
 * (lower, below 0); below 0 what it would cost.
 *
 * Statuses: `OK`, `REFUSED`, and those of wrong arguments.
 */
koers_status koers_settlement_saved_by_award(const koers_settlement *settlement,
                                             const koers_award *more,
                                             int64_t *cents,
                                             koers_error *error);

/**
 * What it would save of own funds and refunds together, over all years, if a line were `more->amount` cents higher
 * (lower, below 0); below 0 what it would cost.
 *
 * Statuses: `OK`, `REFUSED`, and those of wrong arguments.
 */
koers_status koers_settlement_saved_by_cost(const koers_settlement *settlement,
                                            const koers_line_amount *more,
                                            int64_t *cents,
                                            koers_error *error);

/**
 * The total of a `koers_measure` over all grants, in cents, as `koers_settlement_total`.
 *
 * Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_what_if_total(const koers_what_if *what_if, int32_t measure, int64_t *cents);

/**
 * How many rows there are.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_what_if_row_count(const koers_what_if *what_if, size_t *count);

/** Reads each bucket in each year, as `koers_settlement_rows`; texts are there until `what_if` is freed. */
koers_status koers_what_if_rows(const koers_what_if *what_if,
                                koers_settlement_row *rows,
                                size_t row_size,
                                size_t capacity,
                                size_t *count);

/**
 * Writes the certificate into a buffer, as `koers_settlement_certificate` does.
 *
 * Statuses: `OK`, `TOO_SMALL`, and those of wrong arguments.
 */
koers_status koers_what_if_certificate(const koers_what_if *what_if, char *data, size_t capacity, size_t *length);

/** Frees it. NULL is allowed. */
void koers_what_if_free(koers_what_if *what_if);

/**
 * Asks for each bucket whether it may pay a line, by state, window, eligibility and part; whoever the line is booked
 * on, and whatever is left to pay from.
 *
 * `line`, of `line_length` bytes, is the id of the line. On success `*eligibility` is owned by the caller, who must
 * free it; it doesn't need `settlement` any more.
 *
 * Statuses: `OK`, `REFUSED` when there is no such line, and those of wrong arguments.
 */
koers_status koers_settlement_eligibility(const koers_settlement *settlement,
                                          const char *line,
                                          size_t line_length,
                                          koers_eligibility **eligibility,
                                          koers_error *error);

/**
 * How many rows there are.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_eligibility_row_count(const koers_eligibility *eligibility, size_t *count);

/**
 * Reads the rows: each bucket, in the order of grants, tranches and parts. As `koers_settlement_rows`; texts are
 * there until `eligibility` is freed.
 */
koers_status koers_eligibility_rows(const koers_eligibility *eligibility,
                                    koers_eligibility_row *rows,
                                    size_t row_size,
                                    size_t capacity,
                                    size_t *count);

/**
 * Writes the rows as a table in a `koers_format` into a buffer, as `koers_settlement_render` does.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_eligibility_render(const koers_eligibility *eligibility,
                                      int32_t format,
                                      char *data,
                                      size_t capacity,
                                      size_t *length);

/** Frees it. NULL is allowed. */
void koers_eligibility_free(koers_eligibility *eligibility);

/**
 * Makes a set of schemes that has those of the catalogue inside the library.
 *
 * On success `*schemes` is owned by the caller, who must free it.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_schemes_new(koers_schemes **schemes, koers_error *error);

/**
 * Adds a scheme, from the text of a scheme file (TOML). One with the same id goes away.
 *
 * `name` is what findings call the text, such as "own.toml". Both texts are copied.
 *
 * Statuses: `OK`, `REFUSED`, and those of wrong arguments.
 */
koers_status koers_schemes_add(koers_schemes *schemes,
                               const char *name,
                               size_t name_length,
                               const char *toml,
                               size_t toml_length,
                               koers_error *error);

/**
 * How many schemes there are.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_schemes_row_count(const koers_schemes *schemes, size_t *count);

/**
 * Reads the schemes, by id in byte order, with titles in a `koers_lang`. As `koers_settlement_rows`; texts are there
 * until `schemes` is freed.
 *
 * Statuses: also `UNKNOWN_VALUE`.
 */
koers_status koers_schemes_rows(const koers_schemes *schemes,
                                int32_t lang,
                                koers_scheme_row *rows,
                                size_t row_size,
                                size_t capacity,
                                size_t *count);

/**
 * Writes the schemes as a table in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render`
 * does.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_schemes_render(const koers_schemes *schemes,
                                  int32_t format,
                                  int32_t lang,
                                  char *data,
                                  size_t capacity,
                                  size_t *length);

/**
 * Describes a scheme in a `koers_format` and a `koers_lang`: every rule as a sentence with its article. As JSON it
 * is the data, the same in each language; as CSV a row per rule.
 *
 * `id`, of `id_length` bytes, is the id of the scheme. The text goes into a buffer, as `koers_settlement_render`
 * says.
 *
 * Statuses: `OK`, `TOO_SMALL`, `REFUSED` when there is no such scheme, `UNKNOWN_VALUE`, and those of wrong
 * arguments.
 */
koers_status koers_schemes_describe(const koers_schemes *schemes,
                                    const char *id,
                                    size_t id_length,
                                    int32_t format,
                                    int32_t lang,
                                    char *data,
                                    size_t capacity,
                                    size_t *length,
                                    koers_error *error);

/**
 * Writes a scheme as a scheme file (TOML), in the order of the format and without comments and examples.
 *
 * `id`, of `id_length` bytes, is the id of the scheme. The text goes into a buffer, as `koers_settlement_render`
 * says.
 *
 * Statuses: `OK`, `TOO_SMALL`, `REFUSED` when there is no such scheme, and those of wrong arguments.
 */
koers_status koers_schemes_toml(const koers_schemes *schemes,
                                const char *id,
                                size_t id_length,
                                char *data,
                                size_t capacity,
                                size_t *length,
                                koers_error *error);

/** Frees them. NULL is allowed. All texts in rows that came from them are gone then. */
void koers_schemes_free(koers_schemes *schemes);

/**
 * Checks a scheme file: what is wrong with it, whether each of its examples gives what it expects, and which rules
 * no example exercises. The examples know the schemes of the catalogue, and this one in the place of one with its
 * id.
 *
 * `name`, of `name_length` bytes, is what findings call the file; `toml` points to its `toml_length` bytes, whatever
 * they are; there may be none. On success, also when there are findings, `*checked` is owned by the caller, who must
 * free it.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_check_scheme(const char *name,
                                size_t name_length,
                                const char *toml,
                                size_t toml_length,
                                koers_checked **checked,
                                koers_error *error);

/**
 * Checks what stands at a path: of the folder of a dossier, or its `dossier.toml`, whether it loads and what a
 * person must look at in its settlement and in its declared figures (`declared.csv`, where it has them); of another file that ends in `.toml`, what `koers_check_scheme` says; of one
 * that ends in `.csv`, what `koers_check_roll_forward` says.
 *
 * `path`, of `path_length` bytes, is in UTF-8; findings call files as it does. On success, also when there are
 * findings, `*checked` is owned by the caller, who must free it. Files are opened only during this call.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_check_path(const char *path,
                              size_t path_length,
                              koers_checked **checked,
                              koers_error *error);

/**
 * Counts the findings and the examples. `counts` points to a struct of `counts_size` = `sizeof(koers_check_counts)`
 * bytes.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_checked_counts(const koers_checked *checked, koers_check_counts *counts, size_t counts_size);

/**
 * Reads the findings, with messages in a `koers_lang`; `koers_checked_counts` says how many there are of each kind.
 * As `koers_settlement_rows`; texts are there until `checked` is freed.
 *
 * Statuses: also `UNKNOWN_VALUE`.
 */
koers_status koers_checked_findings(const koers_checked *checked,
                                    int32_t lang,
                                    koers_finding_row *rows,
                                    size_t row_size,
                                    size_t capacity,
                                    size_t *count);

/**
 * Writes the findings in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render` does: as
 * text as people read them, with the input underlined, as JSON `{"findings":[...]}`, else as a table.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_checked_render(const koers_checked *checked,
                                  int32_t format,
                                  int32_t lang,
                                  char *data,
                                  size_t capacity,
                                  size_t *length);

/** Frees it. NULL is allowed. */
void koers_checked_free(koers_checked *checked);

/**
 * Writes the roll-forward (BBV art. 52a) in a `koers_format` and a `koers_lang` into a buffer, as
 * `koers_settlement_render` does: as JSON the tables `roll_forward` and `roll_forward_totals`, as CSV the table
 * `roll_forward`; else a table per year and side of the balance with sums per funder group.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_settlement_render_roll_forward(const koers_settlement *settlement,
                                                  int32_t format,
                                                  int32_t lang,
                                                  char *data,
                                                  size_t capacity,
                                                  size_t *length);

/**
 * Writes what changed in closed years in a `koers_format` and a `koers_lang` into a buffer, as `koers_settlement_render`
 * does: as JSON and CSV the table `restatement`, else with the words of people.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_settlement_render_restatement(const koers_settlement *settlement,
                                                 int32_t format,
                                                 int32_t lang,
                                                 char *data,
                                                 size_t capacity,
                                                 size_t *length);

/**
 * Checks a published roll-forward in CSV: whether its rows and totals add up, and whether each year opens as the one
 * before it closed; with a settlement also whether the two say the same.
 *
 * `name`, of `name_length` bytes, is what findings call the file; `csv` points to its `csv_length` bytes, whatever
 * they are; there may be none. `settlement` may be NULL. On success, also when there are findings, `*checked` is owned
 * by the caller, who must free it.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_check_roll_forward(const char *name,
                                      size_t name_length,
                                      const char *csv,
                                      size_t csv_length,
                                      const koers_settlement *settlement,
                                      koers_checked **checked,
                                      koers_error *error);

/**
 * Makes the dossier of the year after a settlement, in which closings are openings: what lapsed is a refund that is still
 * to be paid back, and awards stand as they were last amended. It is a draft with the grants of the settled dossier and
 * what is budgeted for later years, without lines: what the new year brings is added with `koers_dossier_add_lines`, `koers_dossier_add_movements`,
 * `koers_dossier_add_tranches` and so on, and `koers_dossier_build` makes it ready.
 *
 * On success `*dossier` is owned by the caller, who must free it; it doesn't need the settlement any more.
 *
 * Statuses: `OK`, `REFUSED` when the year after can't be a book year, and those of wrong arguments.
 */
koers_status koers_settlement_next_year(const koers_settlement *settlement,
                                        koers_dossier **dossier,
                                        koers_error *error);

/**
 * Makes the dossier that was settled with all its book years closed as they are settled: what each tranche came to is
 * stated in it, so that a later change in those years is told (K0509) and is in the table `restatement`. It is a draft, to
 * which a late invoice can be added; `koers_dossier_build` makes it ready.
 *
 * On success `*dossier` is owned by the caller, who must free it; it doesn't need the settlement any more.
 *
 * Statuses: `OK`, `REFUSED`, and those of wrong arguments.
 */
koers_status koers_settlement_close(const koers_settlement *settlement,
                                    koers_dossier **dossier,
                                    koers_error *error);

/**
 * Makes a draft of a dossier that is ready, with all that is in it, so that lines, receipts, amendments and tranches can
 * be added: a late invoice, an award that was amended. The dossier itself stays as it is.
 *
 * On success `*draft` is owned by the caller, who must free it.
 *
 * Statuses: `OK`, `WRONG_ORDER` for a draft, and those of wrong arguments.
 */
koers_status koers_dossier_edit(const koers_dossier *dossier,
                                koers_dossier **draft,
                                koers_error *error);

/**
 * Writes a dossier that is ready as a folder that `koers_dossier_load` reads: `dossier.toml`, its tables in CSV, and the
 * schemes that are not in the catalogue. The folder at `path`, of `path_length` bytes in UTF-8, is made where it isn't
 * there, and must be empty.
 *
 * Statuses: `OK`, `REFUSED` when it can't be written or something in the dossier was assumed, `WRONG_ORDER` for a draft,
 * and those of wrong arguments.
 */
koers_status koers_dossier_save(const koers_dossier *dossier,
                                const char *path,
                                size_t path_length,
                                koers_error *error);

/**
 * Writes the receipt of a settlement into a buffer, as `koers_settlement_render` does: canonical JSON with the version of
 * the library, the SHA-256 of schemes, dossier and lines in canonical form, the totals of each year, and the SHA-256 of each
 * result table and of the certificate. The same input gives the same bytes on every machine and in every language. It goes
 * over every line.
 *
 * Statuses: `OK`, `TOO_SMALL`, and those of wrong arguments.
 */
koers_status koers_settlement_receipt(const koers_settlement *settlement,
                                      char *data,
                                      size_t capacity,
                                      size_t *length);

/**
 * Settles a dossier that is ready by the method of a receipt, whoever wrote it, and says what differs: K0801 and K0802 where
 * it is no receipt or was changed, K0803 (a notice) where it is of another version of the library, and a warning for each
 * scheme, table, total and result that is not that of the receipt. Nothing is found where nothing differs.
 *
 * `name`, of `name_length` bytes, is what findings call the receipt; `json` points to its `json_length` bytes, whatever they
 * are; there may be none. On success, also when there are findings, `*checked` is owned by the caller, who must free it.
 *
 * Statuses: `OK`, `WRONG_ORDER` for a draft, and those of wrong arguments.
 */
koers_status koers_receipt_verify(const char *name,
                                  size_t name_length,
                                  const char *json,
                                  size_t json_length,
                                  const koers_dossier *dossier,
                                  koers_checked **checked,
                                  koers_error *error);

/**
 * Explains a code of findings in a `koers_lang`: what it is about, how grave it is, and its texts.
 *
 * `code`, of `code_length` bytes, is K and four digits, as in `koers_finding_row`. The text goes into a buffer, as
 * `koers_settlement_render` says.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE` also when there is no such code, and those of wrong arguments.
 */
koers_status koers_code_explain(const char *code,
                                size_t code_length,
                                int32_t lang,
                                char *data,
                                size_t capacity,
                                size_t *length);

/**
 * The JSON Schema of a file format, with which an editor completes and checks such files.
 *
 * `kind`, of `kind_length` bytes, is `scheme`, `dossier` or `method`. The text goes into a buffer, as
 * `koers_settlement_render` says.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE` for another kind, and those of wrong arguments.
 */
koers_status koers_json_schema(const char *kind, size_t kind_length, char *data, size_t capacity, size_t *length);

/**
 * Adds the cost lines of an Arrow table to a draft, all of them or, when any is refused, none.
 *
 * `stream` is Arrow's C stream interface: a table in batches, with the columns of `cost_lines` in any order. `line` is
 * text or whole numbers; without it the id of a line is the number of its row in the draft, from 1. `date` or
 * `period` is date32, or text as in files. `amount` and `vat_compensable` are decimals of any scale that are whole
 * cents, or text; or `amount_cents` and `vat_compensable_cents` are whole numbers of cents. `fixed` is boolean.
 * `grant`, `kind`, `corrects`, `source` and dimensions are text, dictionaries, whole numbers or booleans. Text is utf8,
 * large utf8 or a view. A null is no value.
 *
 * The stream is taken over, and its `release` is NULL when the call returns, unless a pointer was wrong or the dossier was
 * ready. Batches are not copied where they are laid out as the library has them: their memory is released when the
 * dossier and all that came of it are freed, by whatever thread does that.
 *
 * Statuses: `OK`, `REFUSED` also for a stream that fails or is no table, `WRONG_ORDER` when the dossier is ready, and
 * those of wrong arguments.
 */
koers_status koers_dossier_add_lines_arrow(koers_dossier *dossier,
                                           struct ArrowArrayStream *stream,
                                           koers_error *error);

/**
 * Gives a `koers_table` as an Arrow table, through Arrow's C stream interface; findings in a `koers_lang`.
 *
 * Columns have the names of the structs of rows. Amounts are decimal128(18, 2), dates date32, years int64. Texts are
 * utf8; in `ALLOCATIONS` and `OWN_FUNDS`, but for the line, dictionaries of int32. Those two tables are made batch by batch while they
 * are read, in batches of at most 65,536 rows.
 *
 * `*stream` is written whole, and what was in it is not released. It is the caller's to release, and doesn't depend on
 * the settlement: that may be freed before.
 *
 * Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_settlement_table_arrow(const koers_settlement *settlement,
                                          int32_t table,
                                          int32_t lang,
                                          struct ArrowArrayStream *stream);

/**
 * Gives the rows of `koers_by` as an Arrow table, as `koers_settlement_table_arrow` does.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_by_arrow(const koers_by *by, struct ArrowArrayStream *stream);

/**
 * Gives what differs as an Arrow table, as `koers_settlement_table_arrow` does.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_diff_arrow(const koers_diff *diff, struct ArrowArrayStream *stream);

/**
 * Gives what lines show as an Arrow table, as `koers_settlement_table_arrow` does.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_eligibility_arrow(const koers_eligibility *eligibility, struct ArrowArrayStream *stream);

/**
 * Gives forecasts beside each other as an Arrow table, as `koers_settlement_table_arrow` does.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_scenarios_arrow(const koers_scenarios *scenarios, struct ArrowArrayStream *stream);

/**
 * Gives schemes as an Arrow table, with titles in a `koers_lang`, as `koers_settlement_table_arrow` does.
 *
 * Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_schemes_arrow(const koers_schemes *schemes, int32_t lang, struct ArrowArrayStream *stream);

/**
 * Gives what a check found as an Arrow table, with messages in a `koers_lang`, as `koers_settlement_table_arrow` does.
 *
 * Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_checked_arrow(const koers_checked *checked, int32_t lang, struct ArrowArrayStream *stream);

/**
 * Gives a `koers_table` of a what-if as an Arrow table, as `koers_settlement_table_arrow` does: `SETTLEMENT`, `OUTCOMES` or `ROLL_FORWARD`.
 *
 * Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_what_if_arrow(const koers_what_if *what_if,
                                 int32_t table,
                                 struct ArrowArrayStream *stream);

/**
 * Gives a `koers_table` of deadlines as an Arrow table, as `koers_settlement_table_arrow` does: `DEADLINES` or `DEADLINE_TOTALS`.
 *
 * Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_deadlines_arrow(const koers_deadlines *deadlines,
                                   int32_t table,
                                   struct ArrowArrayStream *stream);

/**
 * Gives a `koers_table` of a forecast as an Arrow table, as `koers_settlement_table_arrow` does: `FORECAST`, `FORECAST_YEARS` or `HORIZON`.
 *
 * Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_forecast_arrow(const koers_forecast *forecast,
                                  int32_t table,
                                  struct ArrowArrayStream *stream);

/**
 * Gives a `koers_table` of a reconciliation as an Arrow table, as `koers_settlement_table_arrow` does: those from `FIGURES` to
 * `POSSIBLE`, or `FINDINGS`, with messages in a `koers_lang`.
 *
 * Statuses: `OK`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_reconciliation_arrow(const koers_reconciliation *reconciliation,
                                        int32_t table,
                                        int32_t lang,
                                        struct ArrowArrayStream *stream);

/**
 * Breaks budget and realised cost down by dimensions of the lines and by the grant that pays, over all book years.
 * `line` and `period` count as dimensions.
 *
 * `dimensions` points to `count` names; with none the rows are per grant. On success `*by` is owned by the caller,
 * who must free it; it doesn't need `settlement` any more.
 *
 * Statuses: `OK`, `UNKNOWN_DIMENSION`, and those of wrong arguments.
 */
koers_status koers_settlement_by(const koers_settlement *settlement,
                                 const koers_text *dimensions,
                                 size_t count,
                                 koers_by **by,
                                 koers_error *error);

/**
 * How many rows there are.
 *
 * Statuses: `OK`, and those of wrong arguments.
 */
koers_status koers_by_row_count(const koers_by *by, size_t *count);

/**
 * Reads the rows: by dimension in byte order, then in the order of grants, own funds last. As
 * `koers_settlement_rows`; texts and values are there until `by` is freed.
 */
koers_status koers_by_rows(const koers_by *by, koers_by_row *rows, size_t row_size, size_t capacity, size_t *count);

/**
 * Writes the rows as a table in a `koers_format` into a buffer, as `koers_settlement_render` does.
 *
 * Statuses: `OK`, `TOO_SMALL`, `UNKNOWN_VALUE`, and those of wrong arguments.
 */
koers_status koers_by_render(const koers_by *by, int32_t format, char *data, size_t capacity, size_t *length);

/** Frees it. NULL is allowed. */
void koers_by_free(koers_by *by);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* KOERS_H */
