using System.Globalization;
using Streaming.Models.Sessions;

namespace Streaming.Benchmarks.Models;

/// <summary>Arguments of the comparisons with models, as <c>name=value</c>: <c>model=</c> a folder, <c>device=</c> as in a topology, and numbers.</summary>
internal sealed class ModelArguments(string[] arguments)
{
    /// <summary>Where the model runs. Default: the processor.</summary>
    public ModelDevice Device => ModelDevice.Parse(Text("device") ?? "cpu");

    /// <summary>A number.</summary>
    public int Number(string name, int otherwise) => Text(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>The model's folder; by default the one of this name in <c>../shared/models</c> beside the checkout. Where there is none, why, and null.</summary>
    public string? Folder(string argument, string name)
    {
        var folder = Text(argument) ?? Path.Combine(Beside(), name);
        if (Directory.Exists(folder))
        {
            Console.WriteLine($"Model: {Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))} on {Device}.\n");
            return folder;
        }

        Console.WriteLine($"Skipped: there is no model folder '{folder}'. Give one with {argument}=.");
        return null;
    }

    private static string Beside()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Streaming.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.Parent?.FullName ?? "..", "shared", "models");
    }

    private string? Text(string name) => arguments.FirstOrDefault(argument => argument.StartsWith(name + '=', StringComparison.Ordinal))?[(name.Length + 1)..];
}
