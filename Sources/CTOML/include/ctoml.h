// A C interface to toml++ (header only, https://marzer.github.io/tomlplusplus): a document as a flat list of nodes,
// each with its position in the source. The document owns the memory.
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

// A position in the source. Line and column count from 1, columns in Unicode scalars; 0 means no position.
typedef struct {
  uint32_t line;
  uint32_t column;
} ctoml_place;

// UTF-8 text without a terminating NUL.
typedef struct {
  const char *bytes;
  size_t count;
} ctoml_text;

// A value. The nodes of a document are in preorder: a table or array is followed by its `count` children, each with its
// descendants. The first node is the root table.
typedef struct {
  ctoml_kind kind;
  // The number of children of a table or array; 0 for other kinds.
  size_t count;
  // The key in the enclosing table; empty in arrays.
  ctoml_text key;
  ctoml_place key_place;
  // The start of the value, and the position after its end.
  ctoml_place begin;
  ctoml_place end;
  ctoml_text string;
  int64_t integer;
  double number;
  bool boolean;
} ctoml_node;

typedef struct ctoml_document ctoml_document;

// The error text if toml++ fails an assertion: on a heading without a name, or on a value that starts like a number or
// a date but is neither.
#define CTOML_FAILED_ASSERTION "failed assertion"

// Parses `count` bytes. Returns NULL if memory runs out. Free the result with `ctoml_free`.
ctoml_document *ctoml_parse(const void *bytes, size_t count);
void ctoml_free(ctoml_document *document);

// Returns the nodes; none if the source is not valid TOML.
const ctoml_node *ctoml_nodes(const ctoml_document *document, size_t *count);

// Returns the reason why the source is not valid TOML; empty if it is valid.
ctoml_text ctoml_error(const ctoml_document *document);
// Returns the position of the error.
ctoml_place ctoml_error_place(const ctoml_document *document);

#ifdef __cplusplus
}
#endif

#endif
