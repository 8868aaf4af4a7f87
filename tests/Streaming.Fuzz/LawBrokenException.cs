namespace Streaming.Fuzz;

/// <summary>A parser threw nothing, and yet did what it must not.</summary>
internal sealed class LawBrokenException(string law) : Exception(law)
{
    public static void Unless(bool holds, string law)
    {
        if (!holds)
        {
            throw new LawBrokenException(law);
        }
    }
}
