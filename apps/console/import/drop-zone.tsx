import { Button } from '@mantine/core';
import { useRef, useState, type DragEvent } from 'react';
import { droppedFiles, type Pick, pickedFiles } from './picked.js';

/** Where files are dropped; the buttons do the same for the keyboard. */
export function DropZone({ take }: { readonly take: (pick: Pick) => void }) {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void droppedFiles(event.dataTransfer.items).then(take);
  };
  return (
    <section
      className={isOver ? 'drop over' : 'drop'}
      aria-label="Choose files"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p className="drop-words">Drop files or a folder here</p>
      <div className="buttons">
        <Chooser label="Choose files" folder={false} take={take} />
        <Chooser label="Choose a folder" folder take={take} />
      </div>
    </section>
  );
}

interface ChooserProps {
  readonly label: string;
  readonly folder: boolean;
  readonly take: (pick: Pick) => void;
}

function Chooser({ label, folder, take }: ChooserProps) {
  const input = useRef<HTMLInputElement | null>(null);
  return (
    <>
      <Button variant={folder ? 'default' : 'filled'} onClick={() => input.current?.click()}>
        {label} …
      </Button>
      <input
        ref={(element) => {
          input.current = element;
          if (folder) element?.setAttribute('webkitdirectory', '');
        }}
        className="out-of-sight"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={label}
        onChange={({ currentTarget }) => {
          take(pickedFiles(currentTarget.files ?? []));
          currentTarget.value = '';
        }}
      />
    </>
  );
}
