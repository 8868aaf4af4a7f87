using System.Diagnostics;
using System.Text;

namespace Streaming.Operators.Images.Reading;

/// <summary>One run of Tesseract: no shell, the picture on its standard input, so much time and so many letters of output and no more, and as many at once as there are processors.</summary>
internal static class TesseractCall
{
    private const int MaxOutput = 16 << 20;
    private static readonly SemaphoreSlim _places = new(Environment.ProcessorCount);

    /// <summary>What it writes.</summary>
    /// <exception cref="InvalidDataException">It failed, wrote too much, or time was up.</exception>
    public static string Run(string program, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true, StandardOutputEncoding = Encoding.UTF8 };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Its own threads would fight with the run's.
        start.Environment["OMP_THREAD_LIMIT"] = "1";
        _places.Wait();
        try
        {
            using var process = Process.Start(start)!;
            return Finish(process, input, limit);
        }
        finally
        {
            _places.Release();
        }
    }

    private static string Finish(Process process, ReadOnlyMemory<byte> input, TimeSpan limit)
    {
        using var alarm = new CancellationTokenSource(limit);
        using var end = alarm.Token.Register(() => Kill(process));
        var errors = process.StandardError.ReadToEndAsync();
        var output = ReadAsync(process);
        Write(process, input);
        var text = output.GetAwaiter().GetResult();
        process.WaitForExit();
        if (alarm.IsCancellationRequested)
        {
            throw new InvalidDataException($"Tesseract was not done after {limit.TotalSeconds:0.#} s and was ended.");
        }

        if (text is null)
        {
            throw new InvalidDataException($"Tesseract wrote more than {MaxOutput} letters.");
        }

        return process.ExitCode == 0 ? text : throw new InvalidDataException($"Tesseract refused the picture: {errors.GetAwaiter().GetResult().Trim()}");
    }

    private static async Task<string?> ReadAsync(Process process)
    {
        var text = new StringBuilder();
        var part = new char[1 << 14];
        while (await process.StandardOutput.ReadAsync(part).ConfigureAwait(false) is > 0 and var read)
        {
            text.Append(part, 0, read);
            if (text.Length > MaxOutput)
            {
                Kill(process);
                return null;
            }
        }

        return text.ToString();
    }

    private static void Write(Process process, ReadOnlyMemory<byte> input)
    {
        try
        {
            process.StandardInput.BaseStream.Write(input.Span);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read everything: its exit code tells.
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has just ended by itself.
        }
    }
}
