#include "plugins/columnar/text_chunk.h"

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/buffer_builder.h>
#include <arrow/result.h>
#include <arrow/status.h>
#include <arrow/type.h>
#include <arrow/util/bit_util.h>

#include <algorithm>

namespace headrace::columnar {
namespace {

using parquet::ByteArray;
using parquet::Encoding;

arrow::Status damaged(const char* what) {
  return arrow::Status::Invalid("a column of text is damaged: ", what);
}

// Values lie at the beginning: moves them to the rows that are not null, and fills the others.
template <typename T, typename IsNull>
void spread(T* cells, int64_t rows, int64_t values, const T& filling, IsNull is_null) {
  for (int64_t row = rows - 1; row >= values; --row) {
    const bool null = is_null(row);
    cells[row] = null ? filling : cells[values - 1];
    if (!null) --values;
  }
}

}  // namespace

std::shared_ptr<arrow::DataType> TextChunk::type(bool binary, bool dictionary) {
  if (!dictionary) return binary ? arrow::large_binary() : arrow::large_utf8();
  return arrow::dictionary(arrow::int32(), binary ? arrow::binary() : arrow::utf8());
}

bool TextChunk::is_dictionary(const parquet::ColumnChunkMetaData& chunk) {
  const auto& pages = chunk.encoding_stats();
  const auto holds_positions = [](const parquet::PageEncodingStats& page) {
    if (page.page_type == parquet::PageType::DICTIONARY_PAGE) return true;
    return page.encoding == Encoding::RLE_DICTIONARY || page.encoding == Encoding::PLAIN_DICTIONARY;
  };
  return chunk.has_dictionary_page() && !pages.empty() &&
         pages[0].page_type == parquet::PageType::DICTIONARY_PAGE &&
         std::all_of(pages.begin(), pages.end(), holds_positions);
}

TextChunk::TextChunk(parquet::RowGroupReader& group, int leaf, bool binary, bool dictionary)
    : binary_(binary), dictionary_(dictionary) {
  const auto column = dictionary ? group.ColumnWithExposeEncoding(leaf, parquet::ExposedEncoding::DICTIONARY)
                                 : group.Column(leaf);
  reader_ = std::static_pointer_cast<parquet::ByteArrayReader>(column);
  level_max_ = reader_->descr()->max_definition_level();
}

arrow::Result<std::shared_ptr<arrow::Array>> TextChunk::read(int64_t rows) {
  levels_.assign(static_cast<size_t>(rows), level_max_);
  arrow::BufferVector buffers(1);
  ARROW_RETURN_NOT_OK(dictionary_ ? read_positions(rows, &buffers) : read_texts(rows, &buffers));
  ARROW_ASSIGN_OR_RAISE(buffers[0], validity(rows));
  auto data = arrow::ArrayData::Make(type(binary_, dictionary_), rows, std::move(buffers));
  if (dictionary_ && !words_) ARROW_RETURN_NOT_OK(set_dictionary(nullptr, 0));
  data->dictionary = words_;
  return arrow::MakeArray(data);
}

// Texts lie in the page that they were read from: they are copied before the next.
arrow::Status TextChunk::read_texts(int64_t rows, arrow::BufferVector* buffers) {
  ARROW_ASSIGN_OR_RAISE(std::shared_ptr<arrow::Buffer> offsets,
                        arrow::AllocateBuffer((rows + 1) * int64_t{sizeof(int64_t)}));
  auto* offset = reinterpret_cast<int64_t*>(offsets->mutable_data());
  arrow::BufferBuilder bytes;
  texts_.resize(static_cast<size_t>(rows));
  *offset = 0;
  for (int64_t at = 0; at < rows;) {
    int64_t values = 0;
    const int64_t levels =
        reader_->ReadBatch(rows - at, levels_.data() + at, nullptr, texts_.data(), &values);
    ARROW_RETURN_NOT_OK(check(at, levels, values));
    int64_t size = 0;
    for (int64_t i = 0; i < values; ++i) size += texts_[static_cast<size_t>(i)].len;
    ARROW_RETURN_NOT_OK(bytes.Reserve(size));
    const ByteArray* text = texts_.data();
    for (int64_t row = at; row < at + levels; ++row) {
      if (!is_null(row)) {
        bytes.UnsafeAppend(text->ptr, text->len);
        ++text;
      }
      *++offset = bytes.length();
    }
    at += levels;
  }
  buffers->push_back(std::move(offsets));
  ARROW_ASSIGN_OR_RAISE(buffers->emplace_back(), bytes.Finish(false));
  return arrow::Status::OK();
}

arrow::Status TextChunk::read_positions(int64_t rows, arrow::BufferVector* buffers) {
  ARROW_ASSIGN_OR_RAISE(std::shared_ptr<arrow::Buffer> buffer,
                        arrow::AllocateBuffer(rows * int64_t{sizeof(int32_t)}));
  auto* positions = reinterpret_cast<int32_t*>(buffer->mutable_data());
  for (int64_t at = 0; at < rows;) {
    int64_t values = 0;
    const ByteArray* words = nullptr;
    int32_t count = 0;
    const int64_t levels = reader_->ReadBatchWithDictionary(rows - at, levels_.data() + at, nullptr,
                                                            positions + at, &values, &words, &count);
    ARROW_RETURN_NOT_OK(check(at, levels, values));
    // A page of nulls may come before the dictionary.
    if (words && (!words_ || words_->length == 0)) ARROW_RETURN_NOT_OK(set_dictionary(words, count));
    uint32_t largest = 0;  // of a negative one, too
    for (int64_t i = at; i < at + values; ++i)
      largest = std::max(largest, static_cast<uint32_t>(positions[i]));
    if (values > 0 && largest >= (words_ ? words_->length : 0))
      return damaged("a position behind the dictionary's end");
    spread(positions + at, levels, values, 0, [&](int64_t row) { return is_null(at + row); });
    at += levels;
  }
  buffers->push_back(std::move(buffer));
  return arrow::Status::OK();
}

arrow::Status TextChunk::set_dictionary(const ByteArray* texts, int32_t count) {
  ARROW_ASSIGN_OR_RAISE(std::shared_ptr<arrow::Buffer> offsets,
                        arrow::AllocateBuffer((int64_t{count} + 1) * int64_t{sizeof(int32_t)}));
  auto* offset = reinterpret_cast<int32_t*>(offsets->mutable_data());
  int64_t size = 0;  // less than the page's, which is less than 2 GiB
  for (int32_t i = 0; i < count; ++i) {
    offset[i] = static_cast<int32_t>(size);
    size += texts[i].len;
  }
  offset[count] = static_cast<int32_t>(size);
  arrow::BufferBuilder bytes;
  ARROW_RETURN_NOT_OK(bytes.Reserve(size));
  for (int32_t i = 0; i < count; ++i) bytes.UnsafeAppend(texts[i].ptr, texts[i].len);
  ARROW_ASSIGN_OR_RAISE(std::shared_ptr<arrow::Buffer> all, bytes.Finish(false));
  words_ = arrow::ArrayData::Make(binary_ ? arrow::binary() : arrow::utf8(), count,
                                  {nullptr, std::move(offsets), std::move(all)}, 0);
  return arrow::Status::OK();
}

arrow::Status TextChunk::check(int64_t at, int64_t levels, int64_t values) const {
  if (levels == 0) return damaged("it ends before its row group");
  int64_t present = 0;
  for (int64_t row = at; row < at + levels; ++row) present += is_null(row) ? 0 : 1;
  return present == values ? arrow::Status::OK() : damaged("it does not hold as many values as it says");
}

arrow::Result<std::shared_ptr<arrow::Buffer>> TextChunk::validity(int64_t rows) const {
  if (std::all_of(levels_.begin(), levels_.end(), [&](int16_t level) { return level >= level_max_; }))
    return nullptr;
  ARROW_ASSIGN_OR_RAISE(std::shared_ptr<arrow::Buffer> bits, arrow::AllocateEmptyBitmap(rows));
  for (int64_t row = 0; row < rows; ++row) {
    if (!is_null(row)) arrow::bit_util::SetBit(bits->mutable_data(), row);
  }
  return bits;
}

}  // namespace headrace::columnar
