// The one place that makes Boost.Test's main; every *_test.cc file adds its cases to it.
#define BOOST_TEST_MODULE kwic
#include <boost/test/unit_test.hpp>
