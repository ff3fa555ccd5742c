// A Parquet or Arrow IPC file that is read by columns.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "connect/columnar/arrow_owned.h"
#include "connect/columnar/columnar_abi.h"
#include "io/byte_stream.h"

namespace headrace::columnar {

class ColumnarFile {
 public:
  // Both formats want to be read from their end: a file is read where it stands, `bytes` are a stream's that
  // cannot be. `stream` has a descriptor and outlives this; for who watches what is read, the file is read
  // there as far as it is read in its order, and the rest is left in it. Errors name `name`; one of the disk
  // is not the file's.
  static Result<std::unique_ptr<ColumnarFile>> open(ByteStream& stream, uint64_t bytes_max,
                                                    const std::string& name);
  static Result<std::unique_ptr<ColumnarFile>> open_bytes(std::string bytes, const std::string& name);
  ~ColumnarFile();

  const ArrowSchema& schema() const { return **schema_; }
  // For who outlives this.
  std::shared_ptr<const OwnedSchema> shared_schema() const { return schema_; }
  // Which columns next() gives: positions in the schema, ascending. Once, before next(). Gives their schema:
  // a column may come as another type that holds the same values.
  Result<OwnedSchema> select(const std::vector<int32_t>& columns);
  // A struct array of the next rows; false at the end.
  Result<bool> next(OwnedArray* rows);

 private:
  class Input;

  ColumnarFile(const HeadraceColumnar* plugin, std::unique_ptr<Input> input);
  static Result<std::unique_ptr<ColumnarFile>> open_input(std::unique_ptr<Input> input);
  Error failed(const char* text) const;
  Error stream_failed();

  const HeadraceColumnar* plugin_;
  std::unique_ptr<Input> input_;
  std::shared_ptr<OwnedSchema> schema_ = std::make_shared<OwnedSchema>();
  HeadraceColumnarFile* file_ = nullptr;
  OwnedStream stream_;
};

}  // namespace headrace::columnar
