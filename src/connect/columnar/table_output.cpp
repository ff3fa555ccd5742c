#include "connect/columnar/table_output.h"

#include <set>
#include <utility>

namespace headrace::columnar {

Status TableOutput::write(size_t table, TableBatch batch) {
  if (batch.too_large.empty()) return write_rows(table, std::move(batch));
  return Error{ErrorKind::kInput, "a value of column '" + batch.too_large + "' is larger than 1 GiB", "",
               "keep less in the field, or write .jsonl", false};
}

Status check_names(const TableLayout& layout, const std::string& table) {
  std::set<std::string> names;
  for (const ColumnSpec& column : layout.columns()) {
    if (names.insert(column.name).second) continue;
    return Error{ErrorKind::kInput, "two columns of the output would be named '" + column.name + "'", table,
                 "rename the field: the offsets of a datetime field NAME go into a column NAME__offset",
                 false};
  }
  return Ok{};
}

}  // namespace headrace::columnar
