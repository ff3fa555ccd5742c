#include "connect/columnar/arrow_source.h"

#include <algorithm>
#include <cstring>

namespace headrace::columnar {
ArrowSource::ArrowSource(OwnedStream stream, Reopen reopen, std::string name, const Projection& projection,
                         size_t batch_events)
    : stream_(std::move(stream)),
      reopen_(std::move(reopen)),
      files_{std::move(name)},
      projection_(projection),
      batch_events_(batch_events) {}

Result<std::unique_ptr<EventSource>> ArrowSource::open(OwnedStream stream, Reopen reopen, std::string name,
                                                       const Projection& projection, size_t batch_events) {
  std::unique_ptr<ArrowSource> source(
      new ArrowSource(std::move(stream), std::move(reopen), std::move(name), projection, batch_events));
  if (Status s = source->read_schema(); !s) return s.error();
  return std::unique_ptr<EventSource>(std::move(source));
}

Error ArrowSource::failed() const {
  const char* text = stream_->get_last_error(const_cast<ArrowArrayStream*>(&*stream_));
  return {ErrorKind::kInput, std::string("the events cannot be read: ") + (text ? text : "no reason given"),
          files_[0], "", false};
}

Status ArrowSource::read_schema() {
  schema_.reset();
  if (stream_->get_schema(stream_.get(), schema_.get()) != 0) return failed();
  if (std::strcmp(schema_->format, "+s") != 0)
    return Error{ErrorKind::kInput, "these are no rows with columns", files_[0],
                 "pass a table, a data frame or record batches", false};
  positions_ = RowReader(*schema_, projection_).positions();
  Result<std::shared_ptr<RowReaders>> readers = RowReaders::open([this] {
    std::vector<ArrowSchema*> children;
    const ArrowSchema selected = select(*schema_, positions_, &children);
    return make_row_reader(*schema_, selected, projection_, files_[0]);
  });
  if (!readers) return readers.error();
  readers_ = *std::move(readers);
  return Ok{};
}

Result<bool> ArrowSource::next(std::unique_ptr<EventPiece>* piece) {
  while (!rows_ || row_ == rows_->length()) {
    OwnedArray array;
    if (stream_->get_next(stream_.get(), array.get()) != 0) return failed();
    if (array.empty()) return false;
    rows_ = std::make_shared<SharedRows>(std::move(array), positions_);
    row_ = 0;
  }
  const int64_t count = std::min(rows_->length() - row_, static_cast<int64_t>(batch_events_));
  *piece =
      std::make_unique<RowsPiece>(projection_, readers_, rows_, row_, count, EventPlace{0, rows_read_ + 1});
  row_ += count;
  rows_read_ += static_cast<uint64_t>(count);
  return true;
}

Status ArrowSource::rewind() {
  HEADRACE_CHECK(can_rewind());
  Result<OwnedStream> again = reopen_();
  if (!again) return again.error();
  stream_ = *std::move(again);
  rows_.reset();
  row_ = 0;
  rows_read_ = 0;
  return read_schema();
}

}  // namespace headrace::columnar
