#include "connect/line_reader.h"

#include <cstring>

namespace headrace {

Result<bool> LineReader::next(std::string_view* line) {
  for (;;) {
    const void* found =
        end_ > scanned_ ? std::memchr(buffer_.data() + scanned_, '\n', end_ - scanned_) : nullptr;
    if (found) {
      const auto at = static_cast<size_t>(static_cast<const char*>(found) - buffer_.data());
      *line = {buffer_.data() + begin_, at - begin_};
      begin_ = scanned_ = at + 1;
      return true;
    }
    scanned_ = end_;
    if (ended_) {
      if (begin_ == end_) return false;
      *line = {buffer_.data() + begin_, end_ - begin_};
      begin_ = scanned_ = end_;
      return true;
    }
    if (begin_ > 0) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      scanned_ -= begin_;
      begin_ = 0;
    }
    if (buffer_.size() - end_ < kChunk) buffer_.resize(std::max(buffer_.size() * 2, end_ + kChunk));
    Result<size_t> n = stream_->read(buffer_.data() + end_, buffer_.size() - end_);
    if (!n) return n.error();
    ended_ = *n == 0;
    end_ += *n;
  }
}

}  // namespace headrace
