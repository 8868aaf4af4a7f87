using System.Diagnostics;

namespace Streaming.Testing;

/// <summary>A Python with pyarrow, from the wheel that may lie beside the repository: a foreign reader of what we write.</summary>
public static class PyArrow
{
    private static readonly Lazy<Task<(string? Python, string Why)>> Found = new(FindAsync);

    /// <summary>Its path, or null and why there is none.</summary>
    public static Task<(string? Python, string Why)> PythonAsync() => Found.Value;

    /// <summary>Runs a program and gives its exit code, its output and what it complained of.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string program, IEnumerable<string> arguments, TimeSpan? most = null)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["PYTHONIOENCODING"] = "utf-8" } })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(most ?? TimeSpan.FromMinutes(2));
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await errors);
    }

    private static async Task<(string?, string)> FindAsync()
    {
        var wheels = Repository.Shared("python");
        if (wheels is null)
        {
            return (null, "There is no shared/python with pyarrow beside the repository.");
        }

        // One for each test project: two that run at once must not make the same folder.
        var environment = Path.Join(AppContext.BaseDirectory, "pyarrow");
        var python = Path.Join(environment, "bin", "python");
        try
        {
            if (!File.Exists(python) || (await RunAsync(python, ["-c", "import pyarrow"])).Code != 0)
            {
                if ((await RunAsync("python3", ["-m", "venv", environment])).Code != 0)
                {
                    return (null, "python3 -m venv does not work here.");
                }

                var installed = await RunAsync(Path.Join(environment, "bin", "pip"), ["install", "--quiet", "--no-index", "--find-links", wheels, "pyarrow"]);
                return installed.Code == 0 ? (python, "") : (null, "This Python cannot install the pyarrow wheel of shared/python.");
            }
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (null, $"There is no python3: {e.Message}");
        }

        return (python, "");
    }
}
