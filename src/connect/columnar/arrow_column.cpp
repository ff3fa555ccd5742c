#include "connect/columnar/arrow_column.h"

#include "base/unicode.h"
#include "connect/columnar/arrow_column_kinds.h"

namespace headrace::columnar {
namespace {

constexpr int kDepthMax = 64;

Error refused(const std::string& what) {
  return {ErrorKind::kInput, what, "",
          "leave the column out when the file is made, or give it another type (docs/columns.md)", false};
}

Result<ColumnPtr> make(const ArrowSchema& schema, int depth);

Result<std::vector<ColumnPtr>> make_children(const ArrowSchema& schema, int depth) {
  std::vector<ColumnPtr> children;
  for (int64_t i = 0; i < schema.n_children; ++i) {
    Result<ColumnPtr> child = make(*schema.children[i], depth);
    if (!child) return child.error();
    children.push_back(*std::move(child));
  }
  return children;
}

Result<ColumnPtr> make(const ArrowSchema& schema, int depth) {
  if (depth > kDepthMax) return refused("the column's type is nested too deeply");
  if (schema.dictionary) {
    Result<ColumnPtr> values = make(*schema.dictionary, depth + 1);
    if (!values) return values.error();
    return dictionary_column(schema.format, *std::move(values));
  }
  const std::string_view format = schema.format;
  ColumnPtr column = number_column(format);
  if (!column) column = text_column(schema);
  if (!column) column = time_column(format);
  if (column) return column;
  // A map is a list of structs, each a key and its value.
  const bool is_map = format == "+m";
  for (int64_t i = 0; format == "+s" && i < schema.n_children; ++i) {
    if (!unicode::is_valid(name_of(*schema.children[i]), true)) return refused("a field's name is not UTF-8");
  }
  Result<std::vector<ColumnPtr>> children = make_children(is_map ? *schema.children[0] : schema, depth + 1);
  if (!children) return children.error();
  column = is_map ? map_column(std::move((*children)[0]), std::move((*children)[1]))
                  : nested_column(schema, *std::move(children));
  if (!column)
    return refused("the column's type is not supported (Arrow format '" + std::string(format) + "')");
  return column;
}

}  // namespace

Result<std::unique_ptr<ArrowColumn>> make_column(const ArrowSchema& schema) {
  Result<ColumnPtr> column = make(schema, 0);
  if (column) return column;
  Error error = column.error();
  error.place = unicode::repaired(name_of(schema));
  return error;
}

}  // namespace headrace::columnar
