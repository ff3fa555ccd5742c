#include "engine/pipeline.h"

#include "base/threads.h"

namespace headrace {

Pipeline::Pipeline(EventSource& source, PipelineSteps& steps, size_t shards,
                   const std::atomic<bool>* cancelled, StageTimes* times)
    : source_(source), steps_(steps), cancelled_(cancelled), shards_(shards), times_(times) {}

Status Pipeline::run(std::vector<std::unique_ptr<Piece>>* kept) {
  kept_ = kept;
  share_among_threads(static_cast<int>(shards_.size()), [this](int i) { work(static_cast<size_t>(i)); });
  if (failure_) return *std::move(failure_);
  return Ok{};
}

void Pipeline::work(size_t worker) {
  StageClock clock(times_ != nullptr);
  Lock lock(mutex_);
  work(worker, clock, lock);
  if (times_) clock.add_to(times_);
}

// Applying comes first: it frees pieces.
void Pipeline::work(size_t worker, StageClock& clock, Lock& lock) {
  while (!failure_ && !finished()) {
    if (cancelled_ && *cancelled_) return fail(cancelled_error());
    if (Shard* shard = find_shard(worker))
      apply(*shard, clock, lock);
    else if (can_read())
      read(worker, clock, lock);
    else
      changed_.wait(lock);
  }
}

bool Pipeline::finished() const { return ended_ && pieces_.empty(); }

// Its own shard, whose keys its cache holds, before another's.
Pipeline::Shard* Pipeline::find_shard(size_t worker) {
  for (size_t i = 0; i < shards_.size(); ++i) {
    Shard& shard = shards_[(worker + i) % shards_.size()];
    if (!shard.busy && shard.next < passed_) return &shard;
  }
  return nullptr;
}

void Pipeline::apply(Shard& shard, StageClock& clock, Lock& lock) {
  Piece& at_hand = piece(shard.next);
  shard.busy = true;
  lock.unlock();
  const Status status = steps_.apply(static_cast<size_t>(&shard - shards_.data()), at_hand);
  clock.lap(Stage::kEvaluate);
  lock.lock();
  shard.busy = false;
  ++shard.next;
  if (!status) return fail(status.error());
  if (--at_hand.shards_left == 0) retire();
  changed_.notify_all();
}

bool Pipeline::can_read() const {
  return !ended_ && !reading_ && pieces_.size() < 2 * shards_.size() + (shards_.size() > 1 ? 1 : 0);
}

void Pipeline::read(size_t worker, StageClock& clock, Lock& lock) {
  if (free_.empty()) free_.push_back(std::make_unique<Piece>());
  std::unique_ptr<Piece> fresh = std::move(free_.back());
  free_.pop_back();
  reading_ = true;
  lock.unlock();
  const Result<bool> more = source_.next(&fresh->source);
  if (!more) fresh->fault = more.error();
  clock.lap(Stage::kRead);
  lock.lock();
  reading_ = false;
  ended_ = !more || !*more;
  changed_.notify_all();
  if (more && !*more) return;

  Piece& at_hand = *fresh;
  at_hand.number = read_++;
  at_hand.shards_left = shards_.size();
  pieces_.push_back(std::move(fresh));
  lock.unlock();
  steps_.prepare(worker, at_hand, clock);
  lock.lock();
  at_hand.prepared = true;
  pass_prepared();
  changed_.notify_all();
}

void Pipeline::pass_prepared() {
  while (!failure_ && passed_ < read_ && piece(passed_).prepared) {
    if (Status s = steps_.pass(piece(passed_)); !s) return fail(s.error());
    ++passed_;
  }
}

// The first piece has been applied by all. It is the first that can be: no shard overtakes itself.
void Pipeline::retire() {
  std::unique_ptr<Piece> done = std::move(pieces_.front());
  pieces_.pop_front();
  ++first_;
  if (kept_) return kept_->push_back(std::move(done));
  done->prepared = false;
  free_.push_back(std::move(done));
}

void Pipeline::fail(Error error) {
  if (!failure_) failure_ = std::move(error);
  changed_.notify_all();
}

Error cancelled_error() { return {ErrorKind::kOutside, "interrupted", "", "", false}; }

}  // namespace headrace
