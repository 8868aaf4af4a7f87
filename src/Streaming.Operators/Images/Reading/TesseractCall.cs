using System.Text;
using Streaming.Operators.Programs;

namespace Streaming.Operators.Images.Reading;

/// <summary>One run of Tesseract.</summary>
internal static class TesseractCall
{
    private const int MaxOutputBytes = 16 << 20;

    /// <summary>What it writes.</summary>
    /// <exception cref="InvalidDataException">It failed, wrote more than 16 MiB, or time was up.</exception>
    public static string Run(string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, TimeSpan limit)
    {
        // Its own threads would fight with the run's.
        using var call = ProgramCall.Start("Tesseract", program, arguments, limit, input, ("OMP_THREAD_LIMIT", "1"));
        using var output = new StreamReader(new BoundedStream(call.Output, MaxOutputBytes), Encoding.UTF8);
        var said = output.ReadToEnd();
        call.Finish();
        return said;
    }
}
