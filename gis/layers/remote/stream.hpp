// A transfer whose body is too big to be held: it is handed on piece by piece. Any thread; blocks.
#pragma once

#include <functional>
#include <string_view>
#include <variant>

#include "gis/layers/remote/transfer.hpp"

namespace vigie::gis::remote {

// With the head of the answer (status and headers of the last one); false ends the transfer as too big.
using TakeBody = std::function<bool(const TransferReply& head, std::string_view piece)>;

// As `transfer`; the body goes to `take` as it is sent (no content coding is asked for, so that its bytes may be counted for a
// Range), the reply comes back without it.
[[nodiscard]] std::variant<TransferReply, TransferFailure> transfer_into(const TransferRequest& request, const TakeBody& take, const Interrupt& interrupt);

} // namespace vigie::gis::remote
