// IPFIX messages as JSON ({"DataSets": [[{"I": id, "V": value}, ...], ...]}) to events, as Blurr maps them.
#pragma once

#include <string>
#include <vector>

#include "data/value.h"

namespace headrace {

// One record for each data set that has a source MAC address. Elements that have a name here (protocol,
// dest_ip, source_mac, source_port, dest_port, timestamp) go by it, others keep their number. False with
// *error when the message is malformed: none of its sets is an event then. What is no object at all holds no
// events.
bool ipfix_records(const Value& message, std::vector<Value>* records, std::string* error);

}  // namespace headrace
