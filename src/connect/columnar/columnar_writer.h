// A Parquet or Arrow IPC file being written: batches of rows in, bytes out.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "connect/columnar/columnar_abi.h"
#include "connect/columnar/result_table.h"
#include "connect/columnar/row_groups.h"

namespace headrace::columnar {

class ColumnarWriter {
 public:
  // Takes the file's bytes in order, and says why it cannot.
  using Append = std::function<Status(const char* data, size_t size)>;

  // `name` is for errors.
  static Result<std::unique_ptr<ColumnarWriter>> create(Append append, HeadraceColumnarFormat format,
                                                        OwnedSchema schema, std::string name);
  ~ColumnarWriter();

  Status write(TableBatch batch);
  // Ends the file. `metadata` belongs to it as a whole.
  Status finish(const Metadata& metadata);

 private:
  ColumnarWriter(const HeadraceColumnar* plugin, Append append, std::string name)
      : plugin_(plugin), append_(std::move(append)), name_(std::move(name)) {}
  static int append_bytes(void* context, const void* data, int64_t size);
  Error failed(const HeadraceColumnarError& error) const;

  const HeadraceColumnar* plugin_;
  Append append_;
  std::string name_;
  RowGroups groups_;
  Status appended_ = Ok{};  // the first trouble
  bool closed_ = false;
  HeadraceColumnarWriter* writer_ = nullptr;
};

}  // namespace headrace::columnar
