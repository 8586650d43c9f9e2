// The rival of ./kiosk bench vision: a plain loop in C++ over the same libraries, with nothing around it.
//
// plain_loop CASCADE CLIP THREADS SMALLEST: reads the clip (length as u32, most significant byte first, then a JPEG;
// again and again; no length is a cut: nothing is followed over it) and says "ready". For each line on standard input
// it goes through the clip once, and says the seconds it took, the pictures with a face, and the points still followed at
// the end. THREADS 0 leaves the number to OpenCV. SMALLEST is the least face as a share of the height. Per picture:
// decode to luminance and chroma, detect, follow.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/objdetect.hpp>
#include <opencv2/video/tracking.hpp>

// Of TurboJPEG 2.1, so that its development package is not needed.
extern "C" {
void* tjInitDecompress(void);
int tjDecompressHeader3(
    void* handle, const unsigned char* jpeg, unsigned long size, int* width, int* height, int* sampling, int* space);
int tjPlaneWidth(int component, int width, int sampling);
int tjPlaneHeight(int component, int height, int sampling);
int tjDecompressToYUVPlanes(
    void* handle, const unsigned char* jpeg, unsigned long size, unsigned char** planes, int width, int* strides,
    int height, int flags);
}

namespace {

using jpeg = std::vector<unsigned char>;
constexpr int planes = 3;
constexpr int points = 48;

std::vector<jpeg> read_clip(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<jpeg> clip;
    unsigned char head[4];
    while (file.read(reinterpret_cast<char*>(head), sizeof head)) {
        jpeg one((size_t{head[0]} << 24) | (size_t{head[1]} << 16) | (size_t{head[2]} << 8) | head[3]);
        if (!file.read(reinterpret_cast<char*>(one.data()), static_cast<std::streamsize>(one.size()))) break;
        clip.push_back(std::move(one));
    }

    if (clip.empty()) throw std::runtime_error("no clip");
    return clip;
}

// Luminance and chroma, as the product decodes them.
struct decoder {
    void* handle = tjInitDecompress();
    cv::Mat luminance[2], chroma[2], gray;
    int turn = 0;

    void read(const jpeg& one) {
        int width = 0, height = 0, sampling = 0, space = 0;
        if (tjDecompressHeader3(handle, one.data(), one.size(), &width, &height, &sampling, &space) != 0) fail();
        turn = 1 - turn; // the picture before stays whole
        cv::Mat* into[planes] = {&luminance[turn], &chroma[0], &chroma[1]};
        unsigned char* data[planes];
        for (int i = 0; i < planes; i++) {
            into[i]->create(tjPlaneHeight(i, height, sampling), tjPlaneWidth(i, width, sampling), CV_8UC1);
            data[i] = into[i]->data;
        }

        if (tjDecompressToYUVPlanes(handle, one.data(), one.size(), data, width, nullptr, height, 0) != 0) fail();
        gray = luminance[turn](cv::Rect(0, 0, width, height));
    }

    [[noreturn]] static void fail() { throw std::runtime_error("not a picture"); }
};

std::vector<cv::Point2f> grid(const cv::Rect& face) {
    std::vector<cv::Point2f> made;
    for (int i = 0; i < points; i++) {
        made.emplace_back(
            face.x + face.width * (0.2F + 0.6F * static_cast<float>(i % 8) / 7),
            face.y + face.height * (0.25F + 0.5F * static_cast<float>(i / 8) / 5));
    }

    return made;
}

void pass(const std::vector<jpeg>& clip, cv::CascadeClassifier& cascade, decoder& eye, double smallest) {
    std::vector<cv::Rect> faces;
    std::vector<cv::Point2f> from, to;
    std::vector<unsigned char> found;
    std::vector<float> error;
    cv::Mat before;
    int hits = 0;
    const auto began = std::chrono::steady_clock::now();
    for (const auto& one : clip) {
        if (one.empty()) {
            before.release();
            from.clear();
            continue;
        }

        eye.read(one);
        const int least = static_cast<int>(eye.gray.rows * smallest);
        cascade.detectMultiScale(eye.gray, faces, 1.1, 3, 0, cv::Size(least, least));
        if (!faces.empty()) hits++;
        if (!from.empty() && before.size() == eye.gray.size()) {
            cv::calcOpticalFlowPyrLK(before, eye.gray, from, to, found, error, cv::Size(15, 15), 2);
            from.clear();
            for (size_t i = 0; i < to.size(); i++) {
                if (found[i] != 0) from.push_back(to[i]);
            }
        } else if (!faces.empty()) {
            from = grid(*std::max_element(faces.begin(), faces.end(), [](const auto& a, const auto& b) {
                return a.area() < b.area();
            }));
        }

        before = eye.gray;
    }

    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    std::cout << took.count() << ' ' << hits << ' ' << from.size() << std::endl;
}

} // namespace

int main(int count, char** arguments) {
    if (count != 5) return 64;
    try {
        const auto clip = read_clip(arguments[2]);
        const int threads = std::atoi(arguments[3]);
        cv::setNumThreads(threads == 0 ? -1 : threads);
        cv::CascadeClassifier cascade;
        if (!cascade.load(arguments[1])) throw std::runtime_error("no cascade");
        decoder eye;
        std::cout << "ready " << clip.size() << std::endl;
        for (std::string line; std::getline(std::cin, line);) {
            pass(clip, cascade, eye, std::atof(arguments[4]));
        }

        return 0;
    } catch (const std::exception& thrown) {
        std::cerr << thrown.what() << std::endl;
        return 1;
    }
}
