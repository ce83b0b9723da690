#include "ctoml.h"

#include <algorithm>
#include <deque>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <vector>

namespace {
// toml++ 3.3 and 3.4 fail an assertion on some invalid documents (`parse_key`, `parse_value`), which would abort the
// process. Here the assertion throws instead. With NDEBUG, the compiler would assume that such conditions hold.
struct failed_assertion : std::exception {};
}  // namespace

#undef NDEBUG
#define TOML_ASSERT(condition)                   \
  do {                                           \
    if (!(condition)) throw failed_assertion();  \
  } while (false)
#define TOML_EXCEPTIONS 1
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

struct ctoml_document {
  // The texts that nodes refer to; a deque never moves them.
  std::deque<std::string> texts;
  std::vector<ctoml_node> nodes;
  std::string error;
  ctoml_place place = {0, 0};
};

namespace {
// The maximum number of parts of a key: toml++ 3.3 nests one table per part, and frees them recursively.
constexpr size_t most_parts = 1024;

ctoml_place place(const toml::source_position &position) { return {position.line, position.column}; }

class flattening {
 public:
  explicit flattening(ctoml_document &document) : document(document) {}

  void add(const toml::node &node, const toml::key *key) {
    size_t index = document.nodes.size();
    document.nodes.push_back(make(node, key));
    if (auto table = node.as_table()) {
      document.nodes[index].count = table->size();
      for (auto &&[name, value] : *table) add(value, &name);
    } else if (auto array = node.as_array()) {
      document.nodes[index].count = array->size();
      for (auto &&value : *array) add(value, nullptr);
    }
  }

 private:
  ctoml_node make(const toml::node &node, const toml::key *key) {
    ctoml_node result = {};
    result.begin = place(node.source().begin);
    result.end = place(node.source().end);
    if (key) {
      result.key = keep(key->str());
      result.key_place = place(key->source().begin);
    }
    switch (node.type()) {
      case toml::node_type::string:
        result.kind = CTOML_STRING;
        result.string = keep(node.as_string()->get());
        break;
      case toml::node_type::integer:
        result.kind = CTOML_INTEGER;
        result.integer = node.as_integer()->get();
        break;
      case toml::node_type::floating_point:
        result.kind = CTOML_FLOAT;
        result.number = node.as_floating_point()->get();
        break;
      case toml::node_type::boolean:
        result.kind = CTOML_BOOLEAN;
        result.boolean = node.as_boolean()->get();
        break;
      case toml::node_type::array: result.kind = CTOML_ARRAY; break;
      case toml::node_type::table: result.kind = CTOML_TABLE; break;
      default: result.kind = CTOML_MOMENT; break;
    }
    return result;
  }

  ctoml_text keep(std::string_view text) {
    document.texts.emplace_back(text);
    return {document.texts.back().data(), document.texts.back().size()};
  }

  ctoml_document &document;
};

// Returns the first line, counted from 1, with a key of more than `most_parts` parts; 0 if there is none.
uint32_t line_of_long_key(std::string_view source) {
  uint32_t line = 1;
  size_t dots = 0;
  char before = 0;
  for (char byte : source) {
    if (byte == '\n') line += 1;
    // None of these occurs between the parts of a key.
    if (byte == '\n' || byte == '=' || byte == ',' || byte == '{' || byte == '[') dots = 0;
    if (byte == '.' && before != '.' && ++dots >= most_parts) return line;
    before = byte;
  }
  return 0;
}

// Returns the line that fails an assertion: the last line of the shortest failing prefix of the document.
uint32_t line_of_failure(std::string_view source) {
  std::vector<size_t> ends;
  for (size_t at = source.find('\n'); at != std::string_view::npos; at = source.find('\n', at + 1)) ends.push_back(at + 1);
  if (ends.empty() || ends.back() != source.size()) ends.push_back(source.size());
  auto fails = [&](size_t end) {
    try {
      (void)toml::parse(source.substr(0, end));
    } catch (const failed_assertion &) {
      return true;
    } catch (const std::exception &) {
    }
    return false;
  };
  auto found = std::partition_point(ends.begin(), ends.end(), [&](size_t end) { return !fails(end); });
  return static_cast<uint32_t>(std::min<size_t>(found - ends.begin() + 1, ends.size()));
}

void parse(std::string_view source, ctoml_document &document) {
  if (uint32_t line = line_of_long_key(source)) {
    document.error = "a key has more than 1,024 parts";
    document.place = {line, 1};
    return;
  }
  try {
    toml::table root = toml::parse(source);
    flattening(document).add(root, nullptr);
  } catch (const toml::parse_error &error) {
    document.error = error.description();
    document.place = place(error.source().begin);
  } catch (const failed_assertion &) {
    document.error = CTOML_FAILED_ASSERTION;
    document.place = {line_of_failure(source), 1};
  }
}
}  // namespace

ctoml_document *ctoml_parse(const void *bytes, size_t count) {
  ctoml_document *document = nullptr;
  try {
    document = new ctoml_document;
    parse(std::string_view(static_cast<const char *>(bytes), count), *document);
    return document;
  } catch (const std::exception &) {
    delete document;
    return nullptr;
  }
}

void ctoml_free(ctoml_document *document) { delete document; }

const ctoml_node *ctoml_nodes(const ctoml_document *document, size_t *count) {
  *count = document->nodes.size();
  return document->nodes.data();
}

ctoml_text ctoml_error(const ctoml_document *document) { return {document->error.data(), document->error.size()}; }

ctoml_place ctoml_error_place(const ctoml_document *document) { return document->place; }
