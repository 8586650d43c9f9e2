// What KioskSuite uses of OpenCV 4.6, behind a plain C ABI: one cascade detector, one optical flow.
//
// Every function returns a status and throws nothing. Pictures are luminance, 8 bit, row by row without gaps, and are
// only read; nothing is kept after a call. One caller at a time for each detector.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/objdetect.hpp>
#include <opencv2/video/tracking.hpp>

#define KV_API extern "C" __attribute__((visibility("default")))

namespace {

constexpr int32_t abi = 1;
constexpr int32_t largest_side = 8192;
constexpr int32_t most_points = 1024;
constexpr int32_t most_threads = 64;

constexpr double scale = 1.1;
constexpr int neighbours = 3;
constexpr int window = 15;
constexpr int last_level = 2; // three of them, from 0

enum status : int32_t { ok = 0, bad_argument = 1, not_a_cascade = 2, out_of_memory = 3, failed = 4 };

struct box {
    int32_t x, y, width, height;
};

struct detector {
    cv::CascadeClassifier cascade;
    std::vector<cv::Rect> found;
};

bool holds(const void* pixels, int32_t width, int32_t height) {
    return pixels != nullptr && width > 0 && height > 0 && width <= largest_side && height <= largest_side;
}

// OpenCV only reads from what it is given as input; its matrix has no constant form.
cv::Mat view(const uint8_t* pixels, int32_t width, int32_t height) {
    return cv::Mat(height, width, CV_8UC1, const_cast<uint8_t*>(pixels));
}

int silent(int, const char*, const char*, const char*, int, void*) { return 0; }

template <typename Body>
int32_t guarded(Body body) noexcept {
    try {
        return body();
    } catch (const std::bad_alloc&) {
        return out_of_memory;
    } catch (const cv::Exception& thrown) {
        return thrown.code == cv::Error::StsNoMem ? out_of_memory : failed;
    } catch (...) {
        return failed;
    }
}

} // namespace

// Raised with every change of a signature or a meaning below.
KV_API int32_t kv_abi() { return abi; }

// Version of the OpenCV that is loaded, as major * 10000 + minor * 100 + revision.
KV_API int32_t kv_opencv() {
    return cv::getVersionMajor() * 10000 + cv::getVersionMinor() * 100 + cv::getVersionRevision();
}

// Threads of all calls in this process; 0 leaves the number to OpenCV.
KV_API int32_t kv_threads(int32_t threads) {
    if (threads < 0 || threads > most_threads) return bad_argument;
    return guarded([&] {
        cv::redirectError(silent);
        cv::setNumThreads(threads == 0 ? -1 : threads);
        return ok;
    });
}

// Opens the cascade in a file. The caller closes what it gets.
KV_API int32_t kv_open(const char* path, detector** opened) {
    if (path == nullptr || opened == nullptr) return bad_argument;
    *opened = nullptr;
    return guarded([&]() -> int32_t {
        auto made = std::make_unique<detector>();
        if (!made->cascade.load(path) || made->cascade.empty()) return not_a_cascade;
        *opened = made.release();
        return ok;
    });
}

KV_API void kv_close(detector* opened) { delete opened; }

// Finds faces of at least `smallest` pixels, largest first; writes at most `room` of them and says how many it wrote.
KV_API int32_t kv_detect(
    detector* opened, const uint8_t* pixels, int32_t width, int32_t height, int32_t smallest, box* boxes, int32_t room,
    int32_t* count) {
    if (opened == nullptr || count == nullptr || !holds(pixels, width, height) || smallest < 1) return bad_argument;
    *count = 0;
    if (room < 0 || (room > 0 && boxes == nullptr)) return bad_argument;
    return guarded([&] {
        auto& found = opened->found;
        found.clear();
        opened->cascade.detectMultiScale(
            view(pixels, width, height), found, scale, neighbours, 0, cv::Size(smallest, smallest));
        std::stable_sort(found.begin(), found.end(), [](const cv::Rect& one, const cv::Rect& other) {
            return one.area() > other.area();
        });
        *count = std::min<int32_t>(room, static_cast<int32_t>(found.size()));
        for (int32_t i = 0; i < *count; i++) boxes[i] = {found[i].x, found[i].y, found[i].width, found[i].height};
        return ok;
    });
}

// Follows `count` points (x, y) from one picture to the next of the same size. `kept` is 1 where a point was found
// inside the picture, else 0.
KV_API int32_t kv_follow(
    const uint8_t* from, const uint8_t* to, int32_t width, int32_t height, const float* starts, float* ends,
    uint8_t* kept, int32_t count) {
    if (!holds(from, width, height) || !holds(to, width, height)) return bad_argument;
    if (count < 0 || count > most_points) return bad_argument;
    if (count == 0) return ok;
    if (starts == nullptr || ends == nullptr || kept == nullptr) return bad_argument;
    return guarded([&] {
        cv::Mat before(count, 1, CV_32FC2, const_cast<float*>(starts));
        cv::Mat after, found;
        cv::calcOpticalFlowPyrLK(
            view(from, width, height), view(to, width, height), before, after, found, cv::noArray(),
            cv::Size(window, window), last_level);
        if (after.total() != static_cast<size_t>(count) || found.total() != after.total()) return failed;
        const cv::Rect2f inside(0, 0, static_cast<float>(width), static_cast<float>(height));
        for (int32_t i = 0; i < count; i++) {
            const auto end = after.at<cv::Point2f>(i);
            ends[2 * i] = end.x;
            ends[2 * i + 1] = end.y;
            kept[i] = found.at<uint8_t>(i) != 0 && inside.contains(end) ? 1 : 0;
        }

        return ok;
    });
}
