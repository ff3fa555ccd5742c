// The matcher's memory of where else it could go: frames, the captures they bring back, and the turns of
// repeats.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "pylib/regex/program.h"

namespace headrace::regex {

// A place to resume at when what came after it has failed.
struct Frame {
  enum class Kind : uint8_t {
    kBranch,        // extra: the next alternative
    kRepeatOne,     // at: the end of the run as it is; extra: of the shortest run
    kMinRepeatOne,  // at: the end of the run as it is; extra: of the longest run
    kMaxUntil,
    kMinUntil,
    // Bodies: the frame is what their kSuccess comes back to. extra: the body around it.
    kAssert,
    kAssertNot,
    kAtomic,
    kPossessive,  // turns: made so far
  };
  Kind kind;
  bool has_marks;
  uint32_t pc;
  uint32_t at;
  uint32_t extra;
  uint32_t turns;
  uint32_t repeat;
  int32_t last_mark;
  uint32_t last_group;
  uint32_t marks_begin;    // where the marks it saved begin
  uint32_t repeats_count;  // records below it
};

// A repeat at one of its turns. A turn makes a new record rather than changing the one before, so that going
// back means no more than looking at the older record again.
struct Repeat {
  uint32_t pc;
  uint32_t outer;    // the repeat around it
  uint32_t turns;    // of the body begun so far
  uint32_t last_at;  // where the last optional turn began; another one there would be empty
};

struct BacktrackStack {
  std::vector<Frame> frames;
  std::vector<Repeat> repeats;
  std::vector<uint32_t> marks;

  size_t bytes() const {
    return frames.size() * sizeof(Frame) + repeats.size() * sizeof(Repeat) + marks.size() * sizeof(uint32_t);
  }
  void clear() {
    frames.clear();
    repeats.clear();
    marks.clear();
  }
  // Gives back what an unusual match has grown.
  void trim() {
    constexpr size_t kKept = 1u << 20;
    if (frames.capacity() * sizeof(Frame) > kKept) std::vector<Frame>().swap(frames);
    if (repeats.capacity() * sizeof(Repeat) > kKept) std::vector<Repeat>().swap(repeats);
    if (marks.capacity() * sizeof(uint32_t) > kKept) std::vector<uint32_t>().swap(marks);
  }
};

}  // namespace headrace::regex
