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

Result<std::unique_ptr<RowReader>> make_row_reader(const ArrowSchema& table, const ArrowSchema& columns,
                                                   const Projection& projection, const std::string& name) {
  auto reader = std::make_unique<RowReader>(table, projection);
  if (Status s = reader->decode(columns); !s) {
    Error error = s.error();
    error.place = name + ": column '" + error.place + "'";
    return error;
  }
  return reader;
}

Result<std::shared_ptr<RowReaders>> RowReaders::open(Make make) {
  Result<std::unique_ptr<RowReader>> first = make();
  if (!first) return first.error();
  std::shared_ptr<RowReaders> readers(new RowReaders(std::move(make)));
  readers->readers_.add(std::make_unique<Reader>(Reader{*std::move(first), nullptr, {}}));
  return readers;
}

void RowReaders::read(std::shared_ptr<const SharedRows> rows, int64_t begin, int64_t count, EventPlace first,
                      EventRows& out) {
  const LoanPool<Reader>::Loan reader = readers_.borrow([this] {
    Result<std::unique_ptr<RowReader>> made = make_();
    HEADRACE_CHECK(made);  // as the first one
    return std::make_unique<Reader>(Reader{*std::move(made), nullptr, {}});
  });
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
