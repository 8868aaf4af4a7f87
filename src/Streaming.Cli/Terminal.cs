using Spectre.Console;

namespace Streaming.Cli;

/// <summary>Where a command writes: results to standard output, progress and errors to standard error.</summary>
internal sealed class Terminal
{
    // Nobody wraps lines for a file or a pipe; long tables stay greppable.
    private const int UnboundedWidth = 400;

    public Terminal(TextWriter output, TextWriter error, bool isOutputLive = false, bool isErrorLive = false)
    {
        Out = output;
        Error = error;
        (IsOutLive, IsErrorLive) = (isOutputLive, isErrorLive);
        OutConsole = ConsoleOn(output, isOutputLive);
        ErrorConsole = ConsoleOn(error, isErrorLive);
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; private set; }

    /// <summary>Whether someone watches standard output.</summary>
    public bool IsOutLive { get; }

    /// <summary>Whether someone watches standard error, so that progress may redraw itself.</summary>
    public bool IsErrorLive { get; private set; }

    public IAnsiConsole OutConsole { get; }

    public IAnsiConsole ErrorConsole { get; }

    /// <summary>From now on tells what goes to standard error as lines of JSON.</summary>
    public void TellAsJson() => (Error, IsErrorLive) = (new JsonLog(Error, TimeProvider.System), false);

    public static Terminal OfProcess() => new(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool isLive)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isLive ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        if (!isLive)
        {
            console.Profile.Width = UnboundedWidth;
        }

        return console;
    }
}
