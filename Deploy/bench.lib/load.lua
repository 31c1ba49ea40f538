-- What wrk sends: packets under a fresh report id each, one a request or many.
-- wrk ... -s load.lua URL -- PACKETS TOKENS BATCH OPEN SEPARATOR CLOSE TYPE
-- The first two are files of lines; OPEN, SEPARATOR and CLOSE stand around a batch.
local threads = 0

function setup(thread)
    threads = threads + 1
    thread:set("number", threads)
end

local function lines(file)
    local found = {}
    for line in io.lines(file) do found[#found + 1] = line end
    return found
end

function init(arguments)
    heads, tails = {}, {}
    for index, packet in ipairs(lines(arguments[1])) do
        local _, stop = packet:find('"reportId":"', 1, true)
        heads[index], tails[index] = packet:sub(1, stop), packet:sub(stop + 37)
    end
    tokens, batch = lines(arguments[2]), tonumber(arguments[3])
    open, separator, close = arguments[4], arguments[5], arguments[6]
    kind = arguments[7]
    turn, place = number, number * 7919
    math.randomseed(os.time() * 1000 + number)
end

local function id()
    local random = math.random
    return string.format(
        "%06x%02x-%04x-4%03x-a%03x-%06x%06x", random(0, 0xffffff), random(0, 0xff), random(0, 0xffff),
        random(0, 0xfff), random(0, 0xfff), random(0, 0xffffff), random(0, 0xffffff))
end

function request()
    local pieces = { open }
    for count = 1, batch do
        place = place % #heads + 1
        pieces[#pieces + 1] = heads[place]
        pieces[#pieces + 1] = id()
        pieces[#pieces + 1] = tails[place]
        pieces[#pieces + 1] = count < batch and separator or close
    end
    turn = turn % #tokens + 1
    return wrk.format("POST", nil, { Authorization = "Bearer " .. tokens[turn], ["Content-Type"] = kind },
        table.concat(pieces))
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests":%d,"seconds":%.6f,"p50":%.3f,"p99":%.3f,"refused":%d,"failed":%d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
