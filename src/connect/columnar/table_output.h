// Where the tables of one run go: files, or memory.
#pragma once

#include <string>

#include "base/status.h"
#include "connect/columnar/result_table.h"

namespace headrace::columnar {

class TableOutput {
 public:
  virtual ~TableOutput() = default;
  // The next table, numbered from 0. `name` is for errors.
  virtual Status add(const TableLayout& layout, const std::string& name) = 0;
  // Fails where a text is too large for its column.
  Status write(size_t table, TableBatch batch);
  // All of them are whole.
  virtual Status finish() = 0;

 private:
  virtual Status write_rows(size_t table, TableBatch batch) = 0;
};

// Fails where two columns would share a name.
Status check_names(const TableLayout& layout, const std::string& table);

}  // namespace headrace::columnar
