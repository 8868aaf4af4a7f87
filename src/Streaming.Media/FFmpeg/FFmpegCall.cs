using System.Diagnostics;
using System.Text;

namespace Streaming.Recordings.FFmpeg;

/// <summary>
/// One run of ffmpeg or ffprobe over hostile input: no shell, an empty standard input, so much time and no more, and as many at once as there are processors, whatever the operators. When time is up, or
/// nobody wants the rest, the process and what it started are killed.
/// </summary>
internal sealed class FFmpegCall : IDisposable
{
    private const int ErrorTail = 2000;
    private static readonly SemaphoreSlim _places = new(Environment.ProcessorCount);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly Timer _alarm;
    private readonly TimeSpan _limit;
    private volatile bool _tooLate;
    private bool _isFinished;

    private FFmpegCall(Process process, TimeSpan limit)
    {
        _process = process;
        _limit = limit;
        _alarm = new(_ =>
        {
            _tooLate = true;
            Kill();
        }, null, limit, Timeout.InfiniteTimeSpan);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    /// <summary>What it writes; ends early where time is up.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Starts it, once there is a place.</summary>
    public static FFmpegCall Start(string program, IEnumerable<string> arguments, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _places.Wait();
        try
        {
            return new(Process.Start(start)!, limit);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="InvalidDataException">It failed, or time was up.</exception>
    public void Finish()
    {
        _process.WaitForExit();
        _isFinished = true;
        if (_tooLate)
        {
            throw new InvalidDataException($"FFmpeg was not done after {_limit.TotalSeconds:0.#} s and was ended.");
        }

        if (_process.ExitCode != 0)
        {
            throw new InvalidDataException($"FFmpeg refused the medium: {Said()}");
        }
    }

    public void Dispose()
    {
        _alarm.Dispose();
        if (!_isFinished)
        {
            Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _places.Release();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has just ended by itself.
        }
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
            if (_said.Length > 2 * ErrorTail)
            {
                _said.Remove(0, _said.Length - ErrorTail);
            }
        }
    }

    private string Said()
    {
        lock (_said)
        {
            return _said.ToString().Trim() is { Length: > 0 } said ? said : $"exit code {_process.ExitCode}";
        }
    }
}
