// Input through three steps, on any number of threads:
//
//   prepare  pieces side by side, in any order: taken apart, each event's identity and time found, routed
//   pass     piece by piece in input order: what was left out is told, counts are kept
//   apply    each shard its own events, piece by piece in input order; shards side by side
//
// Any thread does whatever can be done next, so one is enough, and what is on its way is bounded.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/status.h"
#include "engine/stage_clock.h"
#include "io/event_source.h"

namespace headrace {

// An event whose identity and time are known.
struct RoutedEvent {
  Value* row;
  uint64_t hash;  // of its identity
  int64_t time_us;
  uint64_t number;  // among those taken of its piece
};

// A piece on its way.
struct Piece {
  uint64_t number = 0;
  std::unique_ptr<EventPiece> source;  // until it is prepared
  EventBatch batch;
  std::vector<SkippedEvent> left_out;            // in input order
  std::vector<std::vector<RoutedEvent>> routed;  // by shard, in input order
  uint32_t taken = 0;                            // events
  uint32_t budgets_exceeded = 0;
  uint64_t first_event = 0;    // the number of events taken of the pieces before, once it has passed
  std::optional<Error> fault;  // ends the run behind what the piece has left out
  bool prepared = false;
  size_t shards_left = 0;  // that have not applied it
};

class PipelineSteps {
 public:
  virtual ~PipelineSteps() = default;
  // By several threads at once, for different pieces. Ends the stages kParse and kRoute.
  virtual void prepare(size_t worker, Piece& piece, StageClock& clock) = 0;
  // By one thread at a time.
  virtual Status pass(Piece& piece) = 0;
  // By several threads at once, for different shards.
  virtual Status apply(size_t shard, Piece& piece) = 0;
};

class Pipeline {
 public:
  // As many workers as shards. All outlive it. `times`, if not null, takes what the stages took.
  Pipeline(EventSource& source, PipelineSteps& steps, size_t shards, const std::atomic<bool>* cancelled,
           StageTimes* times);

  // To the end of the source. `kept`, if not null, takes all pieces, in order; else their memory is used
  // again.
  Status run(std::vector<std::unique_ptr<Piece>>* kept);

 private:
  struct Shard {
    uint64_t next = 0;  // the piece to apply
    bool busy = false;
  };
  using Lock = std::unique_lock<std::mutex>;

  void work(size_t worker);
  void work(size_t worker, StageClock& clock, Lock& lock);
  bool finished() const;
  Shard* find_shard(size_t worker);
  void apply(Shard& shard, StageClock& clock, Lock& lock);
  bool can_read() const;
  void read(size_t worker, StageClock& clock, Lock& lock);
  void pass_prepared();
  void retire();
  Piece& piece(uint64_t number) { return *pieces_[number - first_]; }
  void fail(Error error);

  EventSource& source_;
  PipelineSteps& steps_;
  const std::atomic<bool>* cancelled_;
  std::vector<std::unique_ptr<Piece>>* kept_ = nullptr;

  std::mutex mutex_;  // of all that follows
  std::condition_variable changed_;
  std::vector<Shard> shards_;
  std::deque<std::unique_ptr<Piece>> pieces_;  // on their way, in order
  std::vector<std::unique_ptr<Piece>> free_;
  uint64_t first_ = 0;   // the number of the first in pieces_
  uint64_t read_ = 0;    // pieces
  uint64_t passed_ = 0;  // likewise
  bool reading_ = false, ended_ = false;
  std::optional<Error> failure_;
  StageTimes* times_;
};

Error cancelled_error();

}  // namespace headrace
