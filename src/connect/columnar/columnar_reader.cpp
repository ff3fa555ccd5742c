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
  RowReader reader((*file)->schema(), projection);
  const Result<OwnedSchema> columns = (*file)->select(reader.positions());
  if (!columns) return columns.error();
  if (Status s = reader.decode(**columns); !s) {
    Error error = s.error();
    error.place = opened.path + ": column '" + error.place + "'";
    return error;
  }
  return std::unique_ptr<EventReader>(
      new ColumnarReader(*std::move(file), std::move(reader), std::move(opened)));
}

// Sees to it that rows_ has a row left; false at the end of the file.
Result<bool> ColumnarReader::next_rows() {
  while (rows_.empty() || row_ == rows_->length) {
    OwnedArray next;
    const Result<bool> more = file_->next(&next);
    if (!more) return more.error();
    if (!*more) {
      if (Status s = read_past(*opened_.stream); !s) return s.error();
      return false;
    }
    reader_.enter(*next);
    rows_ = std::move(next);
    row_ = 0;
  }
  return true;
}

Result<bool> ColumnarReader::read(EventRows& rows) {
  while (!rows.full()) {
    const Result<bool> more = next_rows();
    if (!more) return more.error();
    if (!*more) return false;
    const int64_t count = std::min(rows_->length - row_, static_cast<int64_t>(rows.room()));
    read_rows(reader_, *rows_, row_, count, {place_.file, place_.line + 1}, rows, &errors_);
    row_ += count;
    place_.line += static_cast<uint64_t>(count);
  }
  return true;
}

}  // namespace headrace::columnar
