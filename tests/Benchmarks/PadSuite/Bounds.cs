namespace KioskSuite.Benchmarks.PadSuite;

/// <summary>How high a rate may be when so many of so many were seen.</summary>
internal static class Bounds
{
    private const double Confidence = 0.95;
    private const int Halvings = 60;

    /// <summary>
    /// One-sided upper bound of 95 % after Clopper and Pearson: the rate at which so few would be seen in 5 % of all
    /// cases. For none of n it is 1 - 0.05^(1/n), about 3/n.
    /// </summary>
    public static double Upper(int seen, int of)
    {
        if (seen >= of)
        {
            return 1;
        }

        double low = 0, high = 1;
        for (var i = 0; i < Halvings; i++)
        {
            var rate = (low + high) / 2;
            (low, high) = AtMost(seen, of, rate) > 1 - Confidence ? (rate, high) : (low, rate);
        }

        return high;
    }

    /// <summary>Probability of at most <paramref name="seen"/> of <paramref name="of"/> at this rate.</summary>
    private static double AtMost(int seen, int of, double rate)
    {
        double sum = 0, ways = 0;
        for (var i = 0; i <= seen; i++)
        {
            ways += i == 0 ? 0 : Math.Log((of - i + 1.0) / i);
            sum += Math.Exp(ways + (i * Math.Log(rate)) + ((of - i) * Math.Log(1 - rate)));
        }

        return sum;
    }
}
