#include "connect/columnar/columnar_reader.h"

#include <algorithm>

namespace headrace::columnar {
namespace {

Result<std::string> read_all(ByteStream& stream) {
  constexpr size_t kStep = 1 << 20;
  std::string bytes;
  for (;;) {
    const size_t size = bytes.size();
    bytes.resize(size + kStep);
    const Result<size_t> n = stream.read(bytes.data() + size, kStep);
    if (!n) return n.error();
    bytes.resize(size + *n);
    if (*n == 0) return bytes;
  }
}

// What counts the bytes of the input for the run's metadata sees them pass through the stream.
Status read_past(ByteStream& stream) {
  std::string buffer(1 << 20, '\0');
  for (;;) {
    const Result<size_t> n = stream.read(buffer.data(), buffer.size());
    if (!n) return n.error();
    if (*n == 0) return Ok{};
  }
}

Result<std::unique_ptr<ColumnarFile>> open_columns(OpenedFile& file) {
  if (file.stream->descriptor() >= 0) return ColumnarFile::open(*file.stream, file.bytes_max, file.path);
  Result<std::string> bytes = read_all(*file.stream);
  if (!bytes) return bytes.error();
  return ColumnarFile::open_bytes(*std::move(bytes), file.path);
}

}  // namespace

Result<std::unique_ptr<EventReader>> ColumnarReader::open(OpenedFile opened, const Projection& projection) {
  Result<std::unique_ptr<ColumnarFile>> file = open_columns(opened);
  if (!file) return file.error();
  // Pieces outlive the file, and need what it says of its columns.
  const std::shared_ptr<const OwnedSchema> schema = (*file)->shared_schema();
  Result<OwnedSchema> selected = (*file)->select(RowReader(**schema, projection).positions());
  if (!selected) return selected.error();
  const auto columns = std::make_shared<const OwnedSchema>(*std::move(selected));
  Result<std::shared_ptr<RowReaders>> readers =
      RowReaders::open([schema, columns, &projection, path = opened.path] {
        return make_row_reader(**schema, **columns, projection, path);
      });
  if (!readers) return readers.error();
  return std::unique_ptr<EventReader>(
      new ColumnarReader(std::move(opened), *std::move(file), *std::move(readers)));
}

Result<bool> ColumnarReader::next(const PieceLimit& limit, std::unique_ptr<EventPiece>* piece) {
  while (!rows_ || row_ == rows_->length()) {
    OwnedArray next;
    const Result<bool> more = file_->next(&next);
    if (!more) return more.error();
    if (!*more) {
      if (Status s = read_past(*opened_.stream); !s) return s.error();
      return false;
    }
    rows_ = std::make_shared<SharedRows>(std::move(next));
    row_ = 0;
  }
  const int64_t count = std::min(rows_->length() - row_, static_cast<int64_t>(limit.events));
  *piece = std::make_unique<RowsPiece>(limit.projection, readers_, rows_, row_, count,
                                       EventPlace{opened_.index, rows_read_ + 1});
  row_ += count;
  rows_read_ += static_cast<uint64_t>(count);
  return true;
}

}  // namespace headrace::columnar
