namespace Streaming.Fuzz;

/// <summary>A parser, with the laws that it keeps whatever it is given.</summary>
internal interface IFuzzTarget
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>Good inputs, to begin from.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Reads an input; an exception is a finding.</summary>
    void Try(byte[] input);
}
