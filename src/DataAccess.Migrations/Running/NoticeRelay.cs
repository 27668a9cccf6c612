using DataAccess.Providers;

namespace DataAccess.Migrations.Running;

/// <summary>Passes on what the server says, with the place of the statement that runs. A statement may say anything any number of times, so it counts.</summary>
internal sealed class NoticeRelay(IProgress<MigrationProgress> progress, SecretValues secrets)
{
    private const int MaxOfFile = 100;
    private const int MaxOfRun = 1_000;
    private const int MaxText = 2_000;

    private MigrationProgress? _running;
    private string _path = "";
    private bool _isOneOfSeveral;
    private int _ofFile;
    private int _ofRun;
    private long _leftOut;

    /// <summary>A statement is about to run.</summary>
    public void Begin(MigrationProgress running, string path)
    {
        if (path != _path)
        {
            End();
        }

        (_running, _path, _isOneOfSeveral) = (running, path, false);
    }

    /// <summary>All files from one to the one begun last are sent together.</summary>
    public void Join(string firstPath)
    {
        _path = $"{firstPath} to {_path}";
        _isOneOfSeveral = true;
    }

    public void Receive(ServerNotice notice)
    {
        if (_running is null)
        {
            return;
        }

        if (_ofFile == MaxOfFile || _ofRun == MaxOfRun)
        {
            _leftOut++;
            return;
        }

        _ofFile++;
        _ofRun++;
        Report(new MigrationNotice(_running.Migration, _path, Line, notice.Severity.ToLowerInvariant(), notice.Code, Text(notice.Message)!)
        {
            Detail = Text(notice.Detail),
            Hint = Text(notice.Hint),
        });
    }

    /// <summary>Says how many were left out of the file that has run.</summary>
    public void End()
    {
        if (_leftOut > 0)
        {
            Report(new MigrationNotice(_running!.Migration, _path, 0, "notice", null, Invariant($"{_leftOut:N0} more messages of this file are left out.")));
        }

        (_ofFile, _leftOut) = (0, 0);
    }

    private int Line => _isOneOfSeveral ? 0 : _running!.Line;

    private void Report(MigrationNotice notice) => progress.Report(_running! with { Backfill = null, Notice = notice });

    private string? Text(string? text)
        => text is null ? null : secrets.Hide(text.Length <= MaxText ? text : $"{text.AsSpan(0, MaxText)}…");
}
