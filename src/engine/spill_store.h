// Streams of records on disk: written once, front to back, and read as often.
//
// All streams of a run share one file. It is given out in blocks; a stream that ends gives its blocks back,
// so the file does not grow past what is alive. A stream holds a block in memory while it is written, and
// none afterwards.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "io/spill_file.h"

namespace headrace {

// From any thread.
class SpillStore {
 public:
  // The file outlives the store.
  SpillStore(SpillFile& file, size_t block_bytes) : file_(file), block_bytes_(block_bytes) {}

  size_t block_bytes() const { return block_bytes_; }
  // Written in all.
  uint64_t bytes() const;

 private:
  friend class SpillStream;
  friend class SpillReader;

  uint64_t take_block();
  void give_back(const std::vector<uint64_t>& blocks);
  Status write(uint64_t block, std::string_view bytes);

  SpillFile& file_;
  const size_t block_bytes_;
  mutable std::mutex mutex_;  // of what follows
  uint64_t block_count_ = 0;
  std::vector<uint64_t> free_;
  uint64_t bytes_ = 0;
};

// One thread's at a time. The store outlives it.
class SpillStream {
 public:
  explicit SpillStream(SpillStore& store) : store_(&store) {}
  ~SpillStream() { clear(); }
  SpillStream(SpillStream&& other) noexcept;
  SpillStream& operator=(SpillStream&& other) noexcept;

  Status append(std::string_view record);
  // After the last record, before the first is read.
  Status finish();
  void clear();

  uint64_t records() const { return records_; }
  // Where the next record will begin.
  uint64_t position() const { return position_; }

 private:
  friend class SpillReader;

  Status write(std::string_view bytes);
  Status write_block();

  SpillStore* store_;
  std::string buffer_;  // the block at hand
  std::vector<uint64_t> blocks_;
  uint64_t records_ = 0;
  uint64_t position_ = 0;
};

// Reads a finished stream, which outlives it.
class SpillReader {
 public:
  // From a position of its stream. The buffer is what it takes in memory, a record apart.
  SpillReader(const SpillStream& stream, size_t buffer_bytes, uint64_t position = 0);

  // The next record, until the next call; false at the end.
  Result<bool> next(std::string_view* record);

 private:
  bool at_end() const { return position_ == stream_->position_ && at_ == buffer_.size(); }
  Status fill();
  // The next bytes as they lie in the buffer, or put together elsewhere.
  Result<std::string_view> take(size_t size);

  const SpillStream* stream_;
  size_t buffer_bytes_;
  uint64_t position_;   // of what follows the buffer
  std::string buffer_;  // read, from at_ on not yet taken
  size_t at_ = 0;
  std::string parts_;  // a record that did not lie in one piece
};

}  // namespace headrace
