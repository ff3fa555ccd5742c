// Events out of a stream of the Arrow C interface: what other programs hand over in memory.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "connect/columnar/arrow_owned.h"
#include "connect/columnar/rows_piece.h"
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
  ArrowSource(OwnedStream stream, Reopen reopen, std::string name, const Projection& projection,
              size_t batch_events);
  Status read_schema();
  Error failed() const;

  OwnedStream stream_;
  Reopen reopen_;
  std::vector<std::string> files_;
  Projection projection_;
  size_t batch_events_;
  OwnedSchema schema_;
  std::vector<int32_t> positions_;  // of the columns that are read

  std::shared_ptr<RowReaders> readers_;

  std::shared_ptr<const SharedRows> rows_;
  int64_t row_ = 0;         // the next in rows_
  uint64_t rows_read_ = 0;  // in all
};

}  // namespace headrace::columnar
