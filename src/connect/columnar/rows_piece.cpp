#include "connect/columnar/rows_piece.h"

#include <utility>

#include "connect/event_rows.h"

namespace headrace::columnar {
namespace {

template <typename T>
T some_of(const T& whole, const std::vector<int32_t>& columns, std::vector<T*>* children) {
  children->reserve(columns.size());
  for (const int32_t column : columns) children->push_back(whole.children[column]);
  T selected = whole;
  selected.n_children = static_cast<int64_t>(children->size());
  selected.children = children->data();
  selected.release = nullptr;
  return selected;
}

}  // namespace

ArrowSchema select(const ArrowSchema& whole, const std::vector<int32_t>& columns,
                   std::vector<ArrowSchema*>* children) {
  return some_of(whole, columns, children);
}

SharedRows::SharedRows(OwnedArray array, const std::vector<int32_t>& columns) : array_(std::move(array)) {
  selected_ = some_of(*array_, columns, &children_);
}

void RowReaders::read(std::shared_ptr<const SharedRows> rows, int64_t begin, int64_t count, EventPlace first,
                      EventRows& out) {
  const LoanPool<Reader>::Loan reader =
      readers_.borrow([this] { return std::make_unique<Reader>(Reader{make_(), nullptr, {}}); });
  const ArrowArray& columns = rows->columns();
  if (reader->entered != rows) {
    reader->rows->enter(columns);
    reader->entered = std::move(rows);
  }
  read_rows(*reader->rows, columns, begin, count, first, out, &reader->errors);
}

Status RowsPiece::decode(EventBatch* batch, std::vector<SkippedEvent>* skipped) {
  batch->width = projection_.width();
  EventRows out(projection_, static_cast<size_t>(count_), batch, skipped);
  readers_->read(std::move(rows_), begin_, count_, first_, out);
  return Ok{};
}

}  // namespace headrace::columnar
