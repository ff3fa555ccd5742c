#include "cli/spec_guess.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <span>

#include "data/json_write.h"

namespace headrace::cli {
namespace {

using Words = std::vector<std::string>;

// "userId", "user-id" and "USER_ID" are user, id.
Words words_of(const std::string& key) {
  Words words(1);
  bool after_lower = false;
  for (const char c : key) {
    const auto u = static_cast<unsigned char>(c);
    const bool upper = std::isupper(u) != 0;
    if ((upper && after_lower) || !std::isalnum(u)) words.emplace_back();
    if (std::isalnum(u)) words.back().push_back(static_cast<char>(std::tolower(u)));
    after_lower = std::islower(u) != 0;
  }
  std::erase(words, "");
  return words;
}

bool has_any(const Words& words, std::span<const std::string_view> of) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& w) { return std::find(of.begin(), of.end(), w) != of.end(); });
}

constexpr std::string_view kWho[] = {"user",    "uid",    "customer", "player",    "account", "member",
                                     "visitor", "client", "person",   "owner",     "buyer",   "card",
                                     "patient", "driver", "email",    "subscriber"};
constexpr std::string_view kWhat[] = {"device", "sensor", "machine",  "host",  "vehicle", "symbol", "ticker",
                                      "mac",    "imei",   "merchant", "store", "product", "sku"};
constexpr std::string_view kId[] = {"id", "uuid", "guid", "key", "identity"};
// These change with every event, or nearly.
constexpr std::string_view kPassing[] = {"event", "request", "transaction", "message", "order",
                                         "trace", "session", "type",        "kind",    "status"};
constexpr std::string_view kTimeWords[] = {"time", "timestamp", "ts", "at", "date", "datetime", "when"};
constexpr std::string_view kTimeOfEvent[] = {"event", "created", "occurred", "timestamp", "ts"};

// How much a key looks like whom or what an event belongs to; 0 and less: not at all.
int identity_score(const SurveyedKey& key, size_t events) {
  const bool scalar = key.only_integers() || key.only_texts();
  const bool mostly_there = key.present * 2 >= events;
  const bool repeats = key.distinct.size() * 10 <= key.present * 9;
  if (!scalar || !mostly_there || (!repeats && events > 3) || key.times == key.present) return 0;
  const Words words = words_of(key.path.back());
  int score = 1;
  if (has_any(words, kWho))
    score += 6;
  else if (has_any(words, kWhat))
    score += 4;
  if (has_any(words, kId)) score += 3;
  if (has_any(words, kPassing)) score -= 3;
  if (key.distinct.size() == 1 && events > 1) score -= 3;
  if (key.path.size() == 1) ++score;
  return score;
}

// A column of times, best by its name.
int time_score(const SurveyedKey& key, size_t events) {
  const bool times = key.times * 20 >= key.present * 19 && key.present * 20 >= events * 19;
  if (key.form == TimeForm::kNone || !times) return 0;
  const Words words = words_of(key.path.back());
  const bool sure =
      key.form == TimeForm::kText || key.form == TimeForm::kDate || key.form == TimeForm::kDatetime;
  int score = sure ? 4 : 1;
  if (has_any(words, kTimeWords)) score += 4;
  if (has_any(words, kTimeOfEvent)) score += 2;
  // A number that nothing calls a time may be anything.
  return !sure && score == 1 ? 0 : score;
}

template <typename Score>
const SurveyedKey* best(const EventSurvey& survey, const Score& score) {
  const SurveyedKey* found = nullptr;
  int most = 0;
  for (const SurveyedKey& key : survey.keys) {
    const int points = score(key, survey.events.size());
    if (points > most) most = points, found = &key;
  }
  return found;
}

std::string count_of(uint64_t n, const char* what) { return std::to_string(n) + " " + what; }

// Pauses between consecutive events of one identity, in seconds, sorted.
std::vector<int64_t> pauses(const EventSurvey& survey, const SpecGuess& guess) {
  std::map<std::string, std::vector<int64_t>> times;
  for (const Value& event : survey.events) {
    int64_t us = 0;
    if (time_form(EventSurvey::at(event, guess.time->path), &us) == TimeForm::kNone) continue;
    std::string who;
    if (guess.identity) append_json(EventSurvey::at(event, guess.identity->path), &who);
    times[who].push_back(us);
  }
  std::vector<int64_t> out;
  for (auto& [who, instants] : times) {
    std::sort(instants.begin(), instants.end());
    for (size_t i = 1; i < instants.size(); ++i) out.push_back((instants[i] - instants[i - 1]) / 1'000'000);
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Half an hour, or longer where the usual pause would end a session otherwise.
void guess_gap(const EventSurvey& survey, SpecGuess* guess) {
  const std::vector<int64_t> between = guess->time ? pauses(survey, *guess) : std::vector<int64_t>();
  if (between.empty()) {
    guess->gap_reason = "half an hour, as is usual";
    return;
  }
  const int64_t median = between[between.size() / 2];
  constexpr std::array<int64_t, 5> kGaps = {1800, 3600, 6 * 3600, 86'400, 7 * 86'400};
  for (const int64_t gap : kGaps) {
    guess->gap_seconds = gap;
    if (median * 2 <= gap) break;
  }
  guess->gap_reason =
      "the usual pause between two events here is " + count_of(static_cast<uint64_t>(median), "s");
}

}  // namespace

bool names_things(const SurveyedKey& key) { return has_any(words_of(key.path.back()), kId); }

SpecGuess guess_spec(const EventSurvey& survey) {
  SpecGuess guess;
  guess.time = best(survey, time_score);
  guess.time_reason = guess.time ? count_of(guess.time->times, "of ") +
                                       count_of(survey.events.size(), "events have a time there")
                                 : "no key holds a time in every event";
  guess.identity = best(survey, [&](const SurveyedKey& key, size_t events) {
    return &key == guess.time ? 0 : identity_score(key, events);
  });
  guess.identity_reason = guess.identity ? count_of(guess.identity->distinct.size(), "of them in ") +
                                               count_of(survey.events.size(), "events")
                                         : "no key has values that come back: all events are taken together";
  guess_gap(survey, &guess);
  return guess;
}

}  // namespace headrace::cli
