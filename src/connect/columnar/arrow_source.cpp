#include "connect/columnar/arrow_source.h"

#include <algorithm>
#include <cstring>

#include "connect/event_rows.h"

namespace headrace::columnar {
namespace {

// A struct with some of its children, which it borrows; `children` is where they are listed.
template <typename T>
T select(const T& whole, const std::vector<int32_t>& columns, std::vector<T*>* children) {
  children->reserve(columns.size());
  for (const int32_t column : columns) children->push_back(whole.children[column]);
  T selected = whole;
  selected.n_children = static_cast<int64_t>(children->size());
  selected.children = children->data();
  selected.release = nullptr;
  return selected;
}

}  // namespace

// Rows begin to begin + count - 1 of one array.
class ArrowSource::Piece final : public EventPiece {
 public:
  Piece(ArrowSource& source, std::shared_ptr<const Rows> rows, int64_t begin, int64_t count, EventPlace first)
      : source_(source), rows_(std::move(rows)), begin_(begin), count_(count), first_(first) {}

  Status decode(EventBatch* batch, std::vector<SkippedEvent>* skipped) override {
    batch->width = source_.projection_.width();
    EventRows out(source_.projection_, static_cast<size_t>(count_), batch, skipped);
    const LoanPool<Reader>::Loan reader = source_.readers_.borrow([this] {
      Result<std::unique_ptr<Reader>> made = source_.make_reader();
      HEADRACE_CHECK(made);  // the first one could be made of the same schema
      return *std::move(made);
    });
    if (reader->entered != rows_) {
      reader->rows.enter(rows_->selected);
      reader->entered = rows_;
    }
    read_rows(reader->rows, rows_->selected, begin_, count_, first_, out, &reader->errors);
    rows_.reset();
    return Ok{};
  }

 private:
  ArrowSource& source_;
  std::shared_ptr<const Rows> rows_;
  int64_t begin_, count_;
  EventPlace first_;
};

ArrowSource::Rows::Rows(OwnedArray rows, const std::vector<int32_t>& columns) : array(std::move(rows)) {
  selected = select(*array, columns, &children);
}

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
  Result<std::unique_ptr<Reader>> reader = make_reader();
  if (!reader) return reader.error();
  positions_ = (*reader)->rows.positions();
  readers_.add(*std::move(reader));
  return Ok{};
}

Result<std::unique_ptr<ArrowSource::Reader>> ArrowSource::make_reader() const {
  auto reader = std::make_unique<Reader>(*schema_, projection_);
  std::vector<ArrowSchema*> children;
  const ArrowSchema selected = select(*schema_, reader->rows.positions(), &children);
  if (Status s = reader->rows.decode(selected); !s) {
    Error error = s.error();
    error.place = files_[0] + ": column '" + error.place + "'";
    return error;
  }
  return reader;
}

Result<bool> ArrowSource::next(std::unique_ptr<EventPiece>* piece) {
  while (!rows_ || row_ == rows_->selected.length) {
    OwnedArray array;
    if (stream_->get_next(stream_.get(), array.get()) != 0) return failed();
    if (array.empty()) return false;
    rows_ = std::make_shared<Rows>(std::move(array), positions_);
    row_ = 0;
  }
  const int64_t count = std::min(rows_->selected.length - row_, static_cast<int64_t>(batch_events_));
  *piece = std::make_unique<Piece>(*this, rows_, row_, count, EventPlace{0, rows_read_ + 1});
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
  readers_.clear();
  row_ = 0;
  rows_read_ = 0;
  return read_schema();
}

}  // namespace headrace::columnar
