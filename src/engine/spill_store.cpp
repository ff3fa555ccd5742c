#include "engine/spill_store.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace headrace {

uint64_t SpillStore::bytes() const {
  std::lock_guard lock(mutex_);
  return bytes_;
}

uint64_t SpillStore::take_block() {
  std::lock_guard lock(mutex_);
  if (free_.empty()) return block_count_++;
  const uint64_t block = free_.back();
  free_.pop_back();
  return block;
}

void SpillStore::give_back(const std::vector<uint64_t>& blocks) {
  std::lock_guard lock(mutex_);
  free_.insert(free_.end(), blocks.begin(), blocks.end());
}

Status SpillStore::write(uint64_t block, std::string_view bytes) {
  if (Status s = file_.write(block * block_bytes_, bytes); !s) return s;
  std::lock_guard lock(mutex_);
  bytes_ += bytes.size();
  return Ok{};
}

SpillStream::SpillStream(SpillStream&& other) noexcept
    : store_(other.store_),
      buffer_(std::move(other.buffer_)),
      blocks_(std::exchange(other.blocks_, {})),
      records_(std::exchange(other.records_, 0)),
      position_(std::exchange(other.position_, 0)) {
  other.buffer_.clear();
}

SpillStream& SpillStream::operator=(SpillStream&& other) noexcept {
  if (this == &other) return *this;
  clear();
  store_ = other.store_;
  buffer_.swap(other.buffer_);
  blocks_.swap(other.blocks_);
  std::swap(records_, other.records_);
  std::swap(position_, other.position_);
  return *this;
}

void SpillStream::clear() {
  if (!blocks_.empty()) store_->give_back(blocks_);
  buffer_ = {};
  blocks_ = {};
  records_ = position_ = 0;
}

Status SpillStream::append(std::string_view record) {
  const auto size = static_cast<uint32_t>(record.size());
  HEADRACE_CHECK(size == record.size());
  char head[sizeof(size)];
  std::memcpy(head, &size, sizeof(size));
  if (Status s = write({head, sizeof(head)}); !s) return s;
  if (Status s = write(record); !s) return s;
  ++records_;
  return Ok{};
}

Status SpillStream::write(std::string_view bytes) {
  const size_t block = store_->block_bytes();
  if (buffer_.capacity() < block) buffer_.reserve(block);
  position_ += bytes.size();
  while (!bytes.empty()) {
    const size_t n = std::min(bytes.size(), block - buffer_.size());
    buffer_.append(bytes.substr(0, n));
    bytes.remove_prefix(n);
    if (buffer_.size() < block) break;
    if (Status s = write_block(); !s) return s;
  }
  return Ok{};
}

Status SpillStream::write_block() {
  blocks_.push_back(store_->take_block());
  if (Status s = store_->write(blocks_.back(), buffer_); !s) return s;
  buffer_.clear();
  return Ok{};
}

Status SpillStream::finish() {
  if (!buffer_.empty()) {
    if (Status s = write_block(); !s) return s;
  }
  buffer_ = {};
  return Ok{};
}

SpillReader::SpillReader(const SpillStream& stream, size_t buffer_bytes, uint64_t position)
    : stream_(&stream), buffer_bytes_(std::max<size_t>(buffer_bytes, 512)), position_(position) {}

// As much as fits, up to the end of a block: blocks may lie anywhere.
Status SpillReader::fill() {
  const size_t block = stream_->store_->block_bytes();
  const size_t within = static_cast<size_t>(position_ % block);
  const size_t size = static_cast<size_t>(
      std::min<uint64_t>(std::min(buffer_bytes_, block - within), stream_->position_ - position_));
  buffer_.resize(size);
  at_ = 0;
  const uint64_t offset = stream_->blocks_[position_ / block] * block + within;
  position_ += size;
  return stream_->store_->file_.read(offset, buffer_.data(), size);
}

Result<std::string_view> SpillReader::take(size_t size) {
  if (buffer_.size() - at_ >= size) {
    at_ += size;
    return std::string_view(buffer_).substr(at_ - size, size);
  }
  parts_.clear();
  while (parts_.size() < size) {
    if (at_ == buffer_.size()) {
      HEADRACE_CHECK(position_ < stream_->position_);
      if (Status s = fill(); !s) return s.error();
    }
    const size_t n = std::min(size - parts_.size(), buffer_.size() - at_);
    parts_.append(buffer_, at_, n);
    at_ += n;
  }
  return std::string_view(parts_);
}

Result<bool> SpillReader::next(std::string_view* record) {
  if (at_end()) return false;
  uint32_t size;
  const Result<std::string_view> head = take(sizeof(size));
  if (!head) return head.error();
  std::memcpy(&size, head->data(), sizeof(size));
  const Result<std::string_view> body = take(size);
  if (!body) return body.error();
  *record = *body;
  return true;
}

}  // namespace headrace
