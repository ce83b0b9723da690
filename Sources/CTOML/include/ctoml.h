// A C interface to toml++ (header only, https://marzer.github.io/tomlplusplus): a document as a flat list of nodes, each
// with its place in the source. The memory belongs to the document.
#ifndef CTOML_H
#define CTOML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  CTOML_STRING,
  CTOML_INTEGER,
  CTOML_FLOAT,
  CTOML_BOOLEAN,
  // A date, a time, or both.
  CTOML_MOMENT,
  CTOML_ARRAY,
  CTOML_TABLE,
} ctoml_kind;

// A place in the source. Both count from 1, columns in Unicode scalars; 0 is nowhere.
typedef struct {
  uint32_t line;
  uint32_t column;
} ctoml_place;

// Bytes of UTF-8 without a NUL at the end.
typedef struct {
  const char *bytes;
  size_t count;
} ctoml_text;

// A value. The nodes of a document stand in preorder: a table or array is followed by its `count` children, each with
// all that it holds. The first node is the root table.
typedef struct {
  ctoml_kind kind;
  // The number of children of a table or array; 0 for the others.
  size_t count;
  // The key in the table around it; empty in arrays.
  ctoml_text key;
  ctoml_place key_place;
  // Where the value begins, and the place behind its end.
  ctoml_place begin;
  ctoml_place end;
  ctoml_text string;
  int64_t integer;
  double number;
  bool boolean;
} ctoml_node;

typedef struct ctoml_document ctoml_document;

// The error where toml++ fails an assertion: a heading without a name, or a value that begins as a number or a date and is
// neither.
#define CTOML_FAILED_ASSERTION "failed assertion"

// Parses `count` bytes. NULL when memory runs out. Free the result with `ctoml_free`.
ctoml_document *ctoml_parse(const void *bytes, size_t count);
void ctoml_free(ctoml_document *document);

// The nodes; none where the source is no TOML.
const ctoml_node *ctoml_nodes(const ctoml_document *document, size_t *count);

// Why the source is no TOML; empty where it is.
ctoml_text ctoml_error(const ctoml_document *document);
// Where that is.
ctoml_place ctoml_error_place(const ctoml_document *document);

#ifdef __cplusplus
}
#endif

#endif
