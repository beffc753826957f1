/* Wine 8 has no complex numbers in ucrtbase.dll, and numpy cannot be imported without them. This one has them; all the
 * rest is passed on to Wine's own, see python.py. Windows' C compiler passes complex numbers as these two structures,
 * and its long double is a double. Never shipped. */
#include <complex.h>

typedef struct { double re, im; } Double;
typedef struct { float re, im; } Float;

static double complex number(Double z) { return __builtin_complex((double)z.re, (double)z.im); }
static double complex numberf(Float z) { return __builtin_complex((double)z.re, (double)z.im); }
static Double pair(double complex z) { return (Double){creal(z), cimag(z)}; }
static Float pairf(double complex z) { return (Float){(float)creal(z), (float)cimag(z)}; }

#define TO_REAL(name) \
    double own_##name(Double z) { return name(number(z)); } \
    double own_##name##l(Double z) { return name(number(z)); } \
    float own_##name##f(Float z) { return (float)name(numberf(z)); }
#define TO_COMPLEX(name) \
    Double own_##name(Double z) { return pair(name(number(z))); } \
    Double own_##name##l(Double z) { return pair(name(number(z))); } \
    Float own_##name##f(Float z) { return pairf(name(numberf(z))); }

TO_REAL(cabs)
TO_REAL(carg)
TO_REAL(cimag)
TO_REAL(creal)
TO_COMPLEX(ccos)
TO_COMPLEX(ccosh)
TO_COMPLEX(cexp)
TO_COMPLEX(clog)
TO_COMPLEX(csin)
TO_COMPLEX(csinh)
TO_COMPLEX(csqrt)
TO_COMPLEX(ctan)
TO_COMPLEX(ctanh)
Double own_cpow(Double base, Double power) { return pair(cpow(number(base), number(power))); }
Double own_cpowl(Double base, Double power) { return pair(cpow(number(base), number(power))); }
Float own_cpowf(Float base, Float power) { return pairf(cpow(numberf(base), numberf(power))); }
