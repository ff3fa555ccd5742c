// Rows of columns as pieces of events: an array is cut into runs of rows, which any thread makes events of.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/loan_pool.h"
#include "connect/columnar/arrow_owned.h"
#include "connect/columnar/row_reader.h"
#include "io/event_source.h"

namespace headrace::columnar {

// A struct array of the columns that are read, and what it borrows them from.
class SharedRows {
 public:
  explicit SharedRows(OwnedArray array) : array_(std::move(array)), selected_(*array_) {
    selected_.release = nullptr;
  }
  // Of an array of more columns.
  SharedRows(OwnedArray array, const std::vector<int32_t>& columns);
  SharedRows(const SharedRows&) = delete;
  SharedRows& operator=(const SharedRows&) = delete;

  const ArrowArray& columns() const { return selected_; }
  int64_t length() const { return selected_.length; }

 private:
  OwnedArray array_;
  std::vector<ArrowArray*> children_;
  ArrowArray selected_;
};

// What makes rows of such arrays, one a thread. Safe from any.
class RowReaders {
 public:
  // Gives another one, by any thread.
  using Make = std::function<Result<std::unique_ptr<RowReader>>()>;
  // The Error of the first one, if it has any: all are made of the same.
  static Result<std::shared_ptr<RowReaders>> open(Make make);

  // Rows begin to begin + count - 1, the first of which stands at `first`, into an empty batch.
  void read(std::shared_ptr<const SharedRows> rows, int64_t begin, int64_t count, EventPlace first,
            EventRows& out);

 private:
  struct Reader {
    std::unique_ptr<RowReader> rows;
    std::shared_ptr<const SharedRows> entered;  // last
    std::vector<CellError> errors;
  };

  explicit RowReaders(Make make) : make_(std::move(make)) {}

  Make make_;
  LoanPool<Reader> readers_;
};

class RowsPiece final : public EventPiece {
 public:
  // The projection outlives it.
  RowsPiece(const Projection& projection, std::shared_ptr<RowReaders> readers,
            std::shared_ptr<const SharedRows> rows, int64_t begin, int64_t count, EventPlace first)
      : projection_(projection),
        readers_(std::move(readers)),
        rows_(std::move(rows)),
        begin_(begin),
        count_(count),
        first_(first) {}

  Status decode(EventBatch* batch, std::vector<SkippedEvent>* skipped) override;

 private:
  const Projection& projection_;
  std::shared_ptr<RowReaders> readers_;
  std::shared_ptr<const SharedRows> rows_;
  int64_t begin_, count_;
  EventPlace first_;
};

// A reader of rows of a table's `columns`, of types that they have there or come as. An Error where one of
// them is of no use; `name` is the table's.
Result<std::unique_ptr<RowReader>> make_row_reader(const ArrowSchema& table, const ArrowSchema& columns,
                                                   const Projection& projection, const std::string& name);

// A schema with some of its columns, which it borrows; `children` is where they are listed.
ArrowSchema select(const ArrowSchema& whole, const std::vector<int32_t>& columns,
                   std::vector<ArrowSchema*>* children);

}  // namespace headrace::columnar
