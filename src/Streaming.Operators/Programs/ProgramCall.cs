using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Streaming.Operators.Programs;

/// <summary>
/// One run of a program of the machine (FFmpeg, Tesseract) over hostile input: no shell, so much time and no more, of what it complains only the end, and as many at once as there are processors, whatever
/// the operators. When time is up, or nobody wants the rest, the process and what it started are killed.
/// </summary>
internal sealed class ProgramCall : IDisposable
{
    private const int ErrorTail = 2000;
    private static readonly SemaphoreSlim _places = new(Environment.ProcessorCount);

    private readonly string _name;
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly Timer _alarm;
    private readonly TimeSpan _limit;
    private readonly Task _writing;
    private volatile bool _tooLate;
    private bool _isFinished;

    private ProgramCall(string name, Process process, ReadOnlyMemory<byte> input, TimeSpan limit)
    {
        (_name, _process, _limit) = (name, process, limit);
        _alarm = new(_ =>
        {
            _tooLate = true;
            Kill();
        }, null, limit, Timeout.InfiniteTimeSpan);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginErrorReadLine();

        // Beside the reading of its output: a program that writes before it has read everything would wait for us, and we for it.
        _writing = input.IsEmpty ? Task.CompletedTask : Task.Run(() => Write(input));
        if (input.IsEmpty)
        {
            process.StandardInput.Close();
        }
    }

    /// <summary>What it writes; ends early where time is up.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Starts it, once there is a place.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="input">What it reads; nothing by default.</param>
    /// <param name="environment">Variables that it gets beside ours.</param>
    public static ProgramCall Start(string name, string program, IEnumerable<string> arguments, TimeSpan limit, ReadOnlyMemory<byte> input = default, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        _places.Wait();
        try
        {
            return new(name, Process.Start(start)!, input, limit);
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
            throw new InvalidDataException($"{_name} was not done after {_limit.TotalSeconds:0.#} s and was ended.");
        }

        if (_process.ExitCode != 0)
        {
            throw new InvalidDataException($"{_name} refused the medium: {Said()}");
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

        // Its pipe is closed now, so the writing ends too.
        _writing.GetAwaiter().GetResult();
        _process.Dispose();
        _places.Release();
    }

    private void Write(ReadOnlyMemory<byte> input)
    {
        try
        {
            using var to = _process.StandardInput.BaseStream;
            to.Write(input.Span);
        }
        catch (IOException)
        {
            // It ended before it read everything: its exit code tells.
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has just ended by itself, or a child of it is not ours to end. Thrown from the alarm, it would end the run's own process.
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
