// Events out of a stream of the Arrow C interface: what other programs hand over in memory.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/loan_pool.h"
#include "base/status.h"
#include "connect/columnar/arrow_owned.h"
#include "connect/columnar/row_reader.h"
#include "io/event_source.h"

namespace headrace::columnar {

class ArrowSource final : public EventSource {
 public:
  // Gives the stream again from its first row.
  using Reopen = std::function<Result<OwnedStream>()>;

  // `name` stands for a file's in places, a row's number for its line. Only the columns that the projection
  // names are looked at; the stream is trusted to hold what it says. `reopen` may be empty: such a stream
  // cannot be read twice. A piece holds at most `batch_events` rows.
  static Result<std::unique_ptr<EventSource>> open(OwnedStream stream, Reopen reopen, std::string name,
                                                   const Projection& projection, size_t batch_events);

  Result<bool> next(std::unique_ptr<EventPiece>* piece) override;
  const std::vector<std::string>& files() const override { return files_; }
  bool can_rewind() const override { return static_cast<bool>(reopen_); }
  Status rewind() override;

 private:
  class Piece;
  // Rows of one array, and of it the columns that are read.
  struct Rows {
    explicit Rows(OwnedArray array, const std::vector<int32_t>& columns);

    OwnedArray array;
    std::vector<ArrowArray*> children;
    ArrowArray selected;
  };
  // A reader and the array that it has entered last.
  struct Reader {
    Reader(const ArrowSchema& schema, const Projection& projection) : rows(schema, projection) {}

    RowReader rows;
    std::shared_ptr<const Rows> entered;
    std::vector<CellError> errors;
  };

  ArrowSource(OwnedStream stream, Reopen reopen, std::string name, const Projection& projection,
              size_t batch_events);
  Status read_schema();
  Result<std::unique_ptr<Reader>> make_reader() const;
  Error failed() const;

  OwnedStream stream_;
  Reopen reopen_;
  std::vector<std::string> files_;
  Projection projection_;
  size_t batch_events_;
  OwnedSchema schema_;
  std::vector<int32_t> positions_;  // of the columns that are read

  std::shared_ptr<const Rows> rows_;
  int64_t row_ = 0;         // the next in rows_
  uint64_t rows_read_ = 0;  // in all

  LoanPool<Reader> readers_;
};

}  // namespace headrace::columnar
